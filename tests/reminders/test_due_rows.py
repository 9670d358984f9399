import gzip
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadRequest
from chalicelib.ils.model import CardNumber, HoldState
from chalicelib.reminders.due_rows import DueRow, account_of, read_due_file

HEADER = "card,item,title,due,hold_until,pickup,recalled\n"
LOAN = "R-1001,B1,平凡的世界,2026-12-01,,,\n"
HOLD = "r1001,B2,活着,,2026-12-03,总馆一楼,\n"


def test_loans_and_holds_of_a_card_are_read() -> None:
    read = read_due_file((HEADER + LOAN + HOLD).encode())
    assert read.by_card == {
        "R1001": [
            DueRow("B1", "平凡的世界", date(2026, 12, 1)),
            DueRow("B2", "活着", hold_until=date(2026, 12, 3), pickup="总馆一楼"),
        ]
    }
    assert (read.rows, read.bad) == (2, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    read = read_due_file("读者证,书名,应还日期\nR1,平凡的世界,2026/12/1\n".encode(encoding))
    assert read.by_card["R1"] == [DueRow("", "平凡的世界", date(2026, 12, 1))]


def test_a_packed_file_is_unpacked() -> None:
    assert read_due_file(gzip.compress((HEADER + LOAN).encode())).rows == 1


@pytest.mark.parametrize(
    "written", ["2026-12-01", "2026/12/1", "20261201", "2026年12月1日", "2026-12-01 23:59:00"]
)
def test_days_are_read_as_systems_write_them(written: str) -> None:
    read = read_due_file(f"card,title,due\nR1,书,{written}\n".encode())
    assert read.by_card["R1"][0].due == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("R1,B1,书,明天,,,", "“明天”不是日期"),
        ("R1,B1,书,2026-02-30,,,", "不是日期"),
        ("张三,B1,书,2026-12-01,,,", "“张三”不是读者证号"),
        ("R1,B1,,2026-12-01,,,", "没有书名"),
        ("R1,B1,书,,,,", "填一个"),
        ("R1,B1,书,2026-12-01,2026-12-01,,", "只能填一个"),
    ],
)
def test_a_bad_line_is_left_out_and_told_by_its_number(line: str, says: str) -> None:
    read = read_due_file((HEADER + LOAN * 30 + line + "\n").encode())
    (problem,) = read.problems
    assert problem.startswith("第 32 行：")
    assert says in problem
    assert read.bad == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "列名"),
        (HEADER.encode(), "一行数据也没有"),
        ("姓名,电话\n甲,乙\n".encode(), "card"),
        ((HEADER + "R1,B1,书,明天,,,\n").encode(), "第 2 行"),
        (b"\x1f\x8bnot gzip at all", "CSV"),
        (b"PK\x03\x04\x00\x00", "CSV"),
    ],
)
def test_an_unfit_file_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(BadRequest, match=says):
        read_due_file(content)


@given(st.binary(max_size=300))
def test_rubbish_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadRequest):
        read_due_file(content)


def test_a_line_that_stands_twice_counts_once() -> None:
    assert len(read_due_file((HEADER + LOAN + LOAN).encode()).by_card["R1001"]) == 1


def test_an_account_is_what_the_file_says_of_a_card() -> None:
    rows = read_due_file((HEADER + LOAN + HOLD).encode()).by_card["R1001"]
    account = account_of(CardNumber("R1001"), rows)
    assert [(loan.id, loan.title) for loan in account.loans] == [("B1", "平凡的世界")]
    assert [(hold.id, hold.state) for hold in account.holds] == [("B2", HoldState.READY)]


def cut(content: bytes, left: int) -> bytes:
    return content[: len(content) - left]


@pytest.mark.parametrize(
    "content",
    [
        cut(gzip.compress((HEADER + LOAN * 500).encode()), 12),
        cut((HEADER + LOAN * 50 + "R1,B1,平凡的世界").encode(), 1),
        cut((HEADER + LOAN * 50 + "R1,B1,平凡的世界").encode("utf-8-sig"), 2),
    ],
)
def test_a_file_that_broke_off_is_refused(content: bytes) -> None:
    with pytest.raises(BadRequest, match="没有传完"):
        read_due_file(content)


def test_a_file_packed_in_several_parts_is_read_whole() -> None:
    parts = gzip.compress((HEADER + LOAN).encode()) + gzip.compress(HOLD.encode())
    assert read_due_file(parts).rows == 2


def test_a_mark_of_byte_order_in_gb18030_is_no_part_of_a_column() -> None:
    read = read_due_file("\ufeff读者证,书名,应还日期\nR1,边城,2026-12-01\n".encode("gb18030"))
    assert read.rows == 1


@pytest.mark.parametrize("written", ["202612", "2026-121", "2026121", "1900-01-01", "0001-01-01"])
def test_what_may_be_several_days_or_none_is_no_day(written: str) -> None:
    read = read_due_file((HEADER + LOAN * 30 + f"R1,B1,书,{written},,,\n").encode())
    assert "不是日期" in read.problems[0]
