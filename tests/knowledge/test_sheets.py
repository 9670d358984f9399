from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from chalicelib.errors import BadRequest
from chalicelib.knowledge.sheets import from_sheet, to_sheet
from chalicelib.texts.words import Language
from tests.knowledge.factories import an_entry


def a_book(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    _ = [sheet.append(row) for row in rows]
    file = BytesIO()
    book.save(file)
    return file.getvalue()


HEADING = ("编号", "分类", "问题", "答案", "关键词", "失效日")


def test_what_was_written_is_read_again() -> None:
    entries = [
        an_entry(
            "wifi",
            similar=("怎么上网", "无线密码"),
            translations={Language.ENGLISH: "Ask."},
            valid_to=date(2026, 12, 31),
            owner="林",
        ),
        an_entry("print", answer="=1+1"),
    ]
    assert from_sheet(to_sheet(entries)) == entries


def test_words_that_look_like_a_formula_are_written_as_words() -> None:
    assert b"<f>" not in to_sheet([an_entry(answer="=HYPERLINK(1)")])


def test_dates_and_numbers_typed_by_hand_are_read() -> None:
    body = a_book(HEADING, ("a1", "证", 7, "好", "证、卡；照片", date(2026, 12, 31)))
    entry = from_sheet(body)[0]
    assert entry.question == "7"
    assert entry.keywords == ("证", "卡", "照片")
    assert entry.valid_to == date(2026, 12, 31)


def test_wrong_rows_are_named_as_the_sheet_numbers_them() -> None:
    body = a_book(HEADING, ("a1", "证", "问", "答"), ("", "证", "问", ""), ("B!", "证", "问", "答"))
    with pytest.raises(BadRequest) as problem:
        from_sheet(body)
    assert "第 3 行" in str(problem.value)
    assert "第 4 行（B!）" in str(problem.value)


def test_empty_rows_are_passed_over() -> None:
    body = a_book(HEADING, (None, None), ("a1", "证", "问", "答"))
    assert [entry.id for entry in from_sheet(body)] == ["a1"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadRequest, match="答案"):
        from_sheet(a_book(("编号", "分类", "问题"), ("a", "b", "c")))


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"id,question", b"PK\x03\x04" + b"x" * 500])
def test_what_is_no_sheet_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest, match="读不懂"):
        from_sheet(body)


def a_book_with(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A good sheet whose one part is another."""
    file = BytesIO()
    good = ZipFile(BytesIO(a_book(HEADING, ("a1", "证", "问", "答"))))
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        parts = {name: good.read(name) for name in good.namelist()}
        parts[part] = change(parts.get(part, b""))
        _ = [made.writestr(name, content) for name, content in parts.items()]
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9))
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + LAUGHS + b"]>"


def in_utf_16(part: bytes) -> bytes:
    return (DOCTYPE + part).decode().encode("utf-16")


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "docProps/core.xml", "xl/a.png"])
@pytest.mark.parametrize("change", [lambda part: DOCTYPE + b"<a>&a8;</a>", in_utf_16])
def test_a_sheet_that_grows_by_entities_is_refused(
    part: str, change: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(BadRequest, match="读不懂"):
        from_sheet(a_book_with(part, change))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_a_sheet_cut_in_two_is_refused(part: str) -> None:
    with pytest.raises(BadRequest, match="读不懂"):
        from_sheet(a_book_with(part, lambda whole: whole[: len(whole) // 2]))


def test_a_sheet_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    bomb = a_book_with("xl/sharedStrings.xml", lambda _: b"<sst>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(BadRequest, match="1000"):
        from_sheet(bomb)


def test_a_sheet_of_more_cells_than_anybody_types_is_refused_before_it_is_built() -> None:
    row = b"<worksheet><sheetData><row>" + b"<c><v>1</v></c>" * 200_000
    bomb = a_book_with(SHEET, lambda _: row + b"</row></sheetData></worksheet>")
    assert len(bomb) < 100_000
    with pytest.raises(BadRequest, match="1000"):
        from_sheet(bomb)
