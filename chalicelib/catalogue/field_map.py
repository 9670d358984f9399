"""Which MARC subfields mean what: two defaults, and a library's own from a YAML file.

`245$a` is a subfield; `905$d/$e` joins two by a slash; of several the first present one counts
for single values, and all count for lists.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from chalicelib.errors import BadRequest
from chalicelib.library.fields import Unreadable
from chalicelib.library.written import load_yaml

_SOURCE = re.compile(r"[0-9A-Z]{3}(\$[0-9a-z](/\$[0-9a-z])*)?")
_LARGEST = 64 * 1024


@dataclass(frozen=True)
class CopyMap:
    """Each field with one of `tags` is a copy; the others are subfield codes in it."""

    tags: tuple[str, ...] = ()
    branch: str = ""
    floor: str = ""
    shelf: str = ""
    call_number: str = ""
    barcode: str = ""
    branches: Mapping[str, str] = field(default_factory=dict)
    """Location code in the file -> branch id of the settings; other codes are kept as they are."""


@dataclass(frozen=True)
class FieldMap:
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    volume: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    clc: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    call_number: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    copies: CopyMap = field(default_factory=CopyMap)


@dataclass(frozen=True)
class FieldMaps:
    """`columns` renames the columns of a CSV file: theirs -> ours."""

    marc21: FieldMap
    cnmarc: FieldMap
    columns: Mapping[str, str] = field(default_factory=dict)


MARC21 = FieldMap(
    title=("245$a",),
    subtitle=("245$b",),
    volume=("245$n", "245$p"),
    other_titles=("246$a", "130$a", "240$a", "740$a"),
    authors=("100$a", "110$a", "111$a", "700$a", "710$a"),
    publisher=("264$b", "260$b"),
    year=("264$c", "260$c"),
    isbns=("020$a",),
    clc=("093$a", "084$a", "087$a"),
    subjects=("650$a", "600$a", "610$a", "651$a", "653$a", "655$a"),
    language=("041$a",),
    summary=("520$a",),
    series=("490$a", "830$a", "440$a"),
    call_number=("905$d/$e", "852$h/$i", "090$a/$b", "050$a/$b"),
    organisation=("003",),
    copies=CopyMap(("852",), "b", "", "c", "h/i", "p"),
)
CNMARC = FieldMap(
    title=("200$a",),
    subtitle=("200$e",),
    volume=("200$h", "200$i"),
    other_titles=("200$d", "500$a", "510$a", "512$a", "517$a", "540$a"),
    authors=("701$a", "711$a", "200$f"),
    translators=("702$a",),
    publisher=("210$c",),
    year=("210$d", "100$a"),
    isbns=("010$a", "091$a"),
    clc=("690$a",),
    subjects=("606$a", "600$a", "601$a", "607$a", "610$a"),
    language=("101$a",),
    summary=("330$a",),
    series=("225$a", "410$a"),
    call_number=("905$d/$e", "905$s", "690$a"),
    organisation=("801$b",),
    copies=CopyMap(("905",), "f", "", "l", "d/e", "b"),
)
DEFAULT_MAPS = FieldMaps(MARC21, CNMARC)


def read_maps(text: str) -> FieldMaps:
    """What a library changes, over the defaults. Raises BadRequest with the part that is wrong."""
    tree = _tree(text)
    unknown = set(tree) - {"marc21", "cnmarc", "columns"}
    if unknown:
        raise BadRequest(f"unknown part: {sorted(unknown)[0]}")
    return FieldMaps(
        _changed(MARC21, tree.get("marc21") or {}),
        _changed(CNMARC, tree.get("cnmarc") or {}),
        _words(tree.get("columns") or {}, "columns"),
    )


def _tree(text: str) -> dict[str, object]:
    if len(text) > _LARGEST:
        raise BadRequest("the field map is too large")
    try:
        tree = load_yaml(text) or {}
    except Unreadable as problem:
        raise BadRequest("the field map is not YAML") from problem
    if not isinstance(tree, dict):
        raise BadRequest("the field map must name marc21, cnmarc or columns")
    return tree


def _changed(default: FieldMap, part: object) -> FieldMap:
    if not isinstance(part, dict):
        raise BadRequest("a field map names what comes from where")
    names = {f.name for f in fields(FieldMap)}
    wrong = [str(name) for name in part if name not in names]
    if wrong:
        raise BadRequest(f"unknown name: {wrong[0]}")
    sources = {k: _sources(k, v) for k, v in part.items() if k != "copies"}
    copies = _copy_map(default.copies, part.get("copies") or {})
    return replace(default, copies=copies, **sources)


def _sources(name: str, given: object) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else [given]
    wrong = [str(one) for one in listed if not _SOURCE.fullmatch(str(one))]
    if wrong:
        raise BadRequest(f"{name}: {wrong[0]} is no subfield such as 245$a")
    return tuple(str(one) for one in listed)


def _copy_map(default: CopyMap, part: object) -> CopyMap:
    if not isinstance(part, dict):
        raise BadRequest("copies: names are missing")
    wrong = [str(name) for name in part if name not in {f.name for f in fields(CopyMap)}]
    if wrong:
        raise BadRequest(f"copies: unknown name {wrong[0]}")
    codes = {k: str(v) for k, v in part.items() if k not in {"tags", "branches"}}
    tags = tuple(str(tag) for tag in part.get("tags") or default.tags)
    branches = _words(part.get("branches") or {}, "branches")
    return replace(default, tags=tags, branches=branches, **codes)


def _words(part: object, name: str) -> dict[str, str]:
    if not isinstance(part, dict):
        raise BadRequest(f"{name}: pairs are missing")
    return {str(key): str(value) for key, value in part.items()}
