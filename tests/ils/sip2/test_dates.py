"""Due dates as systems write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.ils.sip2.dates import read_due, stamp

HOME = "Asia/Shanghai"


@pytest.mark.parametrize(
    "text",
    [
        "20261205",
        "20261205    000000",
        "2026-12-05",
        "2026/12/5",
        "2026.12.05 00:00",
        "2026年12月5日",
        "  2026-12-05  ",
    ],
)
def test_a_day_alone_is_a_day(text: str) -> None:
    due = read_due(text, HOME)
    assert due is not None
    assert (due.day, due.at) == (date(2026, 12, 5), None)


@pytest.mark.parametrize(
    "text",
    ["20261205    235900", "2026-12-05 23:59", "2026-12-05T23:59:00", "2026年12月5日 23:59"],
)
def test_an_instant_is_the_librarys_time(text: str) -> None:
    due = read_due(text, HOME)
    assert due is not None
    assert (due.day, due.at) == (date(2026, 12, 5), datetime(2026, 12, 5, 15, 59, tzinfo=UTC))


@pytest.mark.parametrize("text", ["20261204   Z155900", "2026-12-04T15:59:00Z"])
def test_z_is_utc(text: str) -> None:
    due = read_due(text, HOME)
    assert due is not None
    assert due.at == datetime(2026, 12, 4, 15, 59, tzinfo=UTC)


def test_a_library_may_name_its_own_form() -> None:
    due = read_due("05/12/26", HOME, ["%d/%m/%y"])
    assert due is not None
    assert due.day == date(2026, 12, 5)


@pytest.mark.parametrize("text", ["", "tomorrow", "20261332", "HASH(0x55)", "0000-00-00", "12/05"])
def test_rubbish_is_no_date(text: str) -> None:
    assert read_due(text, HOME) is None


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    due = read_due(text, HOME)
    assert due is None or due.day.year > 1899


@settings(deadline=None)
@given(st.integers(1_000_000_000, 3_700_000_000))
def test_our_own_stamp_is_read_again(epoch_s: int) -> None:
    moment = datetime.fromtimestamp(epoch_s, UTC)
    written = stamp(moment, HOME)
    due = read_due(written, HOME)
    assert due is not None
    assert len(written) == 18
    assert stamp(due.ends(HOME) if due.at else moment, HOME)[:8] == written[:8]
