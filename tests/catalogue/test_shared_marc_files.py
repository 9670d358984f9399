"""Real and damaged MARC files, where they lie beside the repository."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pymarc
import pytest

from chalicelib.catalogue.field_map import DEFAULT_MAPS
from chalicelib.catalogue.from_marc import clean
from chalicelib.catalogue.marc8 import decode_marc8
from chalicelib.catalogue.model import Encoding, Format, Record
from chalicelib.catalogue.reading import Read, Reader, look_at
from chalicelib.files.store import FolderFiles

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "marc"
FILES = sorted(path.name for path in SHARED.glob("*")) if SHARED.exists() else []
DAMAGED = {
    "marc4j_chinese_mangled_multibyte.mrc": [1],
    "pymarc_bad_eacc_encoding.dat": [1],
    "zebra_sample-marc.mrc": [25, 26],
}
"""Positions of the records that cannot be read; all others can."""

pytestmark = pytest.mark.skipif(not FILES, reason="the MARC files of other libraries are not here")


def read_all(name: str, slice_size: int = 300) -> list[Read]:
    files = FolderFiles(SHARED)
    source = look_at(files, name, DEFAULT_MAPS)
    reader = Reader(files, DEFAULT_MAPS, decode_marc8)
    return list(_slices(reader, source, slice_size))


def _slices(reader: Reader, source: object, size: int) -> Iterator[Read]:
    cursor = seen = 0
    while read := list(reader.read(source, cursor, seen, size)):  # type: ignore[arg-type]
        yield from read
        cursor, seen = read[-1].next, seen + len(read)


def records_in(name: str) -> int:
    """Counted from the bytes alone."""
    body = (SHARED / name).read_bytes()
    marks = {".xml": rb"</(\w+:)?record>", ".json": rb'"leader"'}
    return len(re.findall(marks.get(Path(name).suffix, b"\x1d"), body))


@pytest.mark.parametrize("name", FILES)
def test_no_record_is_silently_lost(name: str) -> None:
    read = read_all(name)
    taken = [one for one in read if one.record]
    refused = [one for one in read if one.problem]
    assert (len(taken) + len(refused), len(read)) == (records_in(name), records_in(name))


@pytest.mark.parametrize("name", FILES)
def test_each_bad_record_is_reported_with_its_place(name: str) -> None:
    problems = [one.problem for one in read_all(name) if one.problem]
    body = (SHARED / name).read_bytes()
    before = [body[: problem.offset].count(b"\x1d") + 1 for problem in problems]
    positions = [problem.position for problem in problems]
    assert (positions, before) == (DAMAGED.get(name, []), positions)


def titles(name: str) -> list[str]:
    return [one.record.title for one in read_all(name) if one.record]


def test_gb18030_records_read_like_their_utf8_twins() -> None:
    wide = titles("synthetic_cnmarc_gb18030_500.iso")
    assert (len(wide), wide) == (500, titles("synthetic_cnmarc_utf8_500.iso"))


def test_encodings_are_told_from_the_bytes() -> None:
    files = FolderFiles(SHARED)
    named = {name: look_at(files, name, DEFAULT_MAPS).encoding for name in FILES}
    gb = [name for name, encoding in named.items() if encoding is Encoding.GB18030]
    assert gb == ["synthetic_cnmarc_gb18030_500.iso"]


@pytest.mark.parametrize(
    "name",
    ["synthetic_marc21_utf8_5000.mrc", "solrmarc_uva_001_2000.mrc", "pymarc_marc.dat"],
)
def test_titles_are_those_that_pymarc_reads(name: str) -> None:
    body = (SHARED / name).read_bytes()
    reader = pymarc.MARCReader(io.BytesIO(body), to_unicode=True, permissive=True)
    theirs = [clean(record["245"]["a"]) for record in reader if record]
    assert titles(name) == theirs


def test_formats_are_recognised() -> None:
    files = FolderFiles(SHARED)
    kinds = {look_at(files, name, DEFAULT_MAPS).format for name in FILES}
    assert kinds == {Format.ISO2709, Format.MARCXML, Format.MARC_JSON}


def test_cnmarc_fields_land_where_they_belong() -> None:
    first = read_all("synthetic_cnmarc_utf8_500.iso")[0].record
    assert isinstance(first, Record)
    assert (first.title, first.publisher, first.year, first.clc, first.isbns, first.language) == (
        "追风筝的人",
        "上海人民出版社",
        2006,
        "I247.57",
        ("9787017707825",),
        "chi",
    )
