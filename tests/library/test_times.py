"""Opening times as people write them."""

import pytest

from chalicelib.library.model import Span
from chalicelib.library.times import NotATime, spans, week

NINE_TO_FIVE = (Span(540, 1020),)


@pytest.mark.parametrize(
    "written",
    [
        "09:00-17:00",
        "9:00-17:00",
        "９：００－１７：００",
        "9:00~17:00",
        "9:00 至 17:00",
        "9：00—17：00",
    ],
)
def test_a_span_is_read_in_many_spellings(written: str) -> None:
    assert spans(written) == NINE_TO_FIVE


def test_a_lunch_break_makes_two_spans() -> None:
    assert spans("9:00-12:00，14:00-17:30") == (Span(540, 720), Span(840, 1050))


@pytest.mark.parametrize("written", ["closed", "闭馆", " Closed "])
def test_a_closed_day_has_no_span(written: str) -> None:
    assert spans(written) == ()


def test_midnight_may_be_written_as_24() -> None:
    assert spans("00:00-24:00") == (Span(0, 1440),)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "9-17",
        "9:00",
        "9:60-17:00",
        "17:00-9:00",
        "9:00-25:00",
        "9:00-12:00,11:00-13:00",
        "约9:00-17:00",
    ],
)
def test_anything_else_is_no_time(written: str) -> None:
    with pytest.raises(NotATime):
        spans(written)


@pytest.mark.parametrize(
    ("written", "open_days"),
    [
        ("周二至周日 9:00-17:00", [1, 2, 3, 4, 5, 6]),
        ("星期一到星期五9:00-17:00", [0, 1, 2, 3, 4]),
        ("周六至周一 9:00-17:00", [0, 5, 6]),
        ("周一、周三、周五 9:00-17:00", [0, 2, 4]),
        ("每天 9:00-17:00", [0, 1, 2, 3, 4, 5, 6]),
        ("工作日 9:00-17:00", [0, 1, 2, 3, 4]),
        ("周末9:00-17:00", [5, 6]),
        ("礼拜天 9:00-17:00", [6]),
    ],
)
def test_a_week_is_read_from_words(written: str, open_days: list[int]) -> None:
    read = week(written)
    assert [day for day in range(7) if read[day] == NINE_TO_FIVE] == open_days
    assert [day for day in range(7) if read[day]] == open_days


def test_a_week_may_have_several_parts() -> None:
    read = week("周一至周五 9:00-12:00,14:00-17:00；周六、周日 10:00-16:00")
    assert read[0] == (Span(540, 720), Span(840, 1020))
    assert read[6] == (Span(600, 960),)


@pytest.mark.parametrize("written", ["看心情", "9:00-17:00", "周二至周日"])
def test_words_that_name_no_week_are_refused(written: str) -> None:
    with pytest.raises(NotATime):
        week(written)
