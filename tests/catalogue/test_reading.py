"""Import files of every kind, good and bad."""

import json
from collections.abc import Iterator

import pytest

from chalicelib.catalogue.field_map import DEFAULT_MAPS, FieldMaps, read_maps
from chalicelib.catalogue.marc import BadRecord
from chalicelib.catalogue.marc8 import decode_marc8
from chalicelib.catalogue.marcxml import read_marcxml
from chalicelib.catalogue.model import Copy, Encoding, Format, Reason, Record, Shelf
from chalicelib.catalogue.reading import LARGEST_FILE, Read, Reader, look_at
from chalicelib.errors import BadRequest
from tests.catalogue.fakes import FakeFiles
from tests.catalogue.marc_files import a_field, a_marc, a_marcxml


def read(body: bytes, maps: FieldMaps = DEFAULT_MAPS, slice_size: int = 2) -> list[Read]:
    files = FakeFiles({"f": body})
    source = look_at(files, "f", maps)
    return list(_slices(Reader(files, maps, decode_marc8), source, slice_size))


def _slices(reader: Reader, source: object, size: int) -> Iterator[Read]:
    cursor = seen = 0
    while found := list(reader.read(source, cursor, seen, size)):  # type: ignore[arg-type]
        yield from found
        cursor, seen = found[-1].next, seen + len(found)


def records(body: bytes, maps: FieldMaps = DEFAULT_MAPS) -> list[Record]:
    return [one.record for one in read(body, maps) if one.record]


def problems(body: bytes) -> list[tuple[int, int, Reason]]:
    found = [one.problem for one in read(body) if one.problem]
    return [(problem.position, problem.offset, problem.reason) for problem in found]


GOOD = a_marc(("001", "n1"), a_field("245", a="红楼梦 /"), a_field("020", a="7-02-000220-X (平装)"))


@pytest.mark.parametrize("between", [b"", b"\r\n", b"\n"])
def test_records_may_be_followed_by_line_ends(between: bytes) -> None:
    assert [one.title for one in records((GOOD + between) * 3)] == ["红楼梦"] * 3


def test_a_cut_off_file_reports_its_last_record() -> None:
    body = GOOD + GOOD[:-10]
    assert problems(body) == [(2, len(GOOD), Reason.TRUNCATED)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"rubbish\x1d", Reason.BAD_LEADER),
        (GOOD[:24] + b"24\x1e" + GOOD[36:], Reason.BAD_DIRECTORY),
        (GOOD[:24] + b"XXXABCDEFGHI\x1e" + GOOD[36:], Reason.BAD_DIRECTORY),
        (a_marc(("001", "n2"), a_field("020", a="x")), Reason.NO_TITLE),
        (
            a_marc(("001", "n2"), leader_9="a", raw=(b"245", b"00\x1fa\xff\xfe")),
            Reason.BAD_CHARACTERS,
        ),
    ],
)
def test_a_bad_record_is_reported_and_the_rest_goes_in(bad: bytes, reason: Reason) -> None:
    body = GOOD + bad + GOOD
    assert (problems(body), len(records(body))) == ([(2, len(GOOD), reason)], 2)


def test_lengths_counted_in_characters_do_not_matter() -> None:
    body = a_marc(
        ("001", "n1"), a_field("245", a="红楼梦"), a_field("100", a="曹雪芹"), by_chars=True
    )
    assert records(body)[0].authors == ("曹雪芹",)


def test_gb18030_is_told_from_the_bytes() -> None:
    body = a_marc(("001", "n1"), a_field("200", a="活着", f="余华"), encoding="gb18030")
    assert [(one.title, one.authors) for one in records(body)] == [("活着", ("余华",))]


def test_a_linked_chinese_field_stands_before_its_romanised_one() -> None:
    body = a_marc(
        ("001", "n1"),
        a_field("245", a="Hong lou meng", **{"6": "880-01"}),
        a_field("880", **{"6": "245-01/$1", "a": "紅樓夢"}),
        leader_9="a",
    )
    assert records(body)[0].title == "紅樓夢"


def test_holdings_and_branch_codes_come_by_the_librarys_own_map() -> None:
    maps = read_maps(
        "cnmarc:\n  copies: {tags: [905], branch: a, shelf: c, call_number: s,"
        " branches: {LJ01: main}}\n  call_number: [905$s]\n"
    )
    body = a_marc(
        ("001", "n1"), a_field("200", a="家"), a_field("905", a="LJ01", c="A3", s="I246/1")
    )
    assert records(body, maps)[0].copies == (Copy("main", "", "A3", "I246/1"),)


@pytest.mark.parametrize(
    "wrong",
    [
        "marc99: {}",
        "marc21: {titel: 245$a}",
        "marc21: {title: 245}: x",
        "marc21: {title: 245a}",
        "cnmarc: {copies: {tag: 905}}",
        "- a list",
        "columns: [a]",
        "x" * 70_000,
    ],
)
def test_a_wrong_map_is_refused(wrong: str) -> None:
    with pytest.raises(BadRequest):
        read_maps(wrong)


def test_marcxml_reads_with_and_without_prefix() -> None:
    body = a_marcxml("marc:", "红楼梦") + a_marcxml("", "家 &amp; 春")
    assert [one.title for one in records(body)] == ["红楼梦", "家 & 春"]


def test_a_bad_xml_record_is_reported_and_the_rest_goes_in() -> None:
    bad = b"<record><datafield tag='245'></record>"
    body = a_marcxml("", "家") + bad + a_marcxml("", "春")
    assert (problems(body), len(records(body))) == (
        [(2, len(a_marcxml("", "家")), Reason.BAD_XML)],
        2,
    )


@pytest.mark.parametrize(
    "bomb",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><collection/>',
        b"PK\x03\x04 packed",
        b"\x1f\x8b packed",
        b"\xff\xfeu\x00t\x00f\x00",
        b"",
        b"  \n ",
        "编号,作者\n1,余华\n".encode(),
    ],
)
def test_what_is_no_catalogue_file_is_refused(bomb: bytes) -> None:
    with pytest.raises(BadRequest):
        look_at(FakeFiles({"f": bomb}), "f", DEFAULT_MAPS)


def test_a_record_that_declares_entities_stays_out() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><record><leader>&a8;</leader></record>'
    with pytest.raises(BadRecord, match="declaration"):
        read_marcxml(bomb)


def test_a_record_of_a_million_nested_elements_stays_out() -> None:
    body = b"<record>" + b"<a>" * 200_000 + b"</record>" + a_marcxml("", "春")
    assert [one.title for one in records(body)] == ["春"]


@pytest.mark.parametrize(
    "source",
    [
        "- " * 30_000,
        "marc21:\n  title: &a [*a]",
        "marc21:\n  title: [&a [x,x,x,x,x,x,x,x,x,x], &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a], "
        "&c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b], &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c], "
        "&e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]]",
    ],
)
def test_a_field_map_that_grows_when_read_is_refused(source: str) -> None:
    with pytest.raises(BadRequest, match="not YAML"):
        read_maps(source)


class HugeFiles(FakeFiles):
    def size(self, key: str) -> int:
        return LARGEST_FILE + 1


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(BadRequest):
        look_at(HugeFiles({"f": GOOD}), "f", DEFAULT_MAPS)


def test_an_entity_inside_a_record_is_refused() -> None:
    body = b"<collection>" + a_marcxml("", "&boom;") + b"</collection>"
    assert [reason for _, _, reason in problems(body)] == [Reason.BAD_XML]


def test_csv_reads_chinese_headings_lists_and_copies() -> None:
    body = (
        "书名,作者,ISBN,馆藏地,楼层,索书号,自编\n"
        '"三体, 全集",刘慈欣;某人,978-7-02-000220-7,main,2,I247.5/1,x\n'
    ).encode()
    record = records(body)[0]
    assert (record.title, record.authors, record.isbns, record.copies) == (
        "三体, 全集",
        ("刘慈欣", "某人"),
        ("9787020002207",),
        (Copy("main", "2", "", "I247.5/1"),),
    )


def test_csv_in_gb18030_with_line_breaks_inside_quotes() -> None:
    body = '书名,简介\n家,"一行\n两行"\n春,好\n'.encode("gb18030")
    assert [(one.title, one.summary) for one in records(body)] == [
        ("家", "一行 两行"),
        ("春", "好"),
    ]


def test_a_csv_row_of_another_width_is_reported() -> None:
    body = "title,authors\n家,巴金\n春\n秋,巴金\n".encode()
    assert problems(body) == [(2, body.index("春".encode()), Reason.BAD_ROW)]


def test_jsonl_reports_each_bad_line() -> None:
    lines = ['{"title": "家"}', "{bad", '"text"', '{"title": "秋", "copies": [{"status": "gone"}]}']
    reasons = [reason for _, _, reason in problems("\n".join(lines).encode())]
    assert reasons == [Reason.BAD_JSON, Reason.BAD_JSON, Reason.BAD_COPY]


def test_a_copy_keeps_its_status_and_due_day() -> None:
    row = {"title": "家", "copies": [{"branch": "main", "status": "on_loan", "due": "2026-12-01"}]}
    copy = records(json.dumps(row).encode())[0].copies[0]
    assert (copy.status, str(copy.due)) == (Shelf.ON_LOAN, "2026-12-01")


def test_the_same_book_without_a_number_gets_the_same_id() -> None:
    one = '{"title": "家", "authors": ["巴金"], "publisher": "开明", "year": 1933}\n'
    other = '{"title": "家", "authors": ["巴金"], "publisher": "人文", "year": 1953}\n'
    ids = [record.id for record in records((one + one + other).encode())]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


def test_marc_in_json_reads_from_an_array() -> None:
    tree = {"leader": "x", "fields": [{"001": "1"}, {"245": {"subfields": [{"a": "家"}]}}]}
    body = json.dumps([tree, tree, {"leader": "x"}], ensure_ascii=False).encode()
    source = look_at(FakeFiles({"f": body}), "f", DEFAULT_MAPS)
    assert (source.format, len(records(body))) == (Format.MARC_JSON, 2)
    assert [reason for _, _, reason in problems(body)] == [Reason.BAD_JSON]


def test_a_file_without_record_ends_is_given_up() -> None:
    body = GOOD[:200] + b"x" * (5 * 1024 * 1024)
    with pytest.raises(BadRequest):
        read(body)


def test_an_utf8_file_is_known_as_such() -> None:
    source = look_at(FakeFiles({"f": GOOD}), "f", DEFAULT_MAPS)
    assert source.encoding in (Encoding.UTF8, Encoding.MARC)
