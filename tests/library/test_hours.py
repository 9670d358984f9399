"""When a branch is open."""

from chalicelib.library.holidays import ChineseCalendar
from chalicelib.library.hours import OpeningHours, Why
from chalicelib.library.model import Library, Override, Span
from tests.library.factories import a_branch, a_library, at, day
from tests.library.fakes import FakeCalendar

HOLIDAY = (Span(600, 1020),)


def _demo_hours(demo: Library, *overrides: Override) -> OpeningHours:
    return OpeningHours(demo, ChineseCalendar(), overrides)


def test_the_weekday_decides_on_an_ordinary_day(demo: Library) -> None:
    opening = _demo_hours(demo).on(demo.main, day("2026-11-21"))
    assert opening.spans == (Span(540, 1260),)
    assert opening.why is Why.WEEKDAY


def test_the_weekly_closing_day_is_closed(demo: Library) -> None:
    assert not _demo_hours(demo).on(demo.main, day("2026-11-23")).open
    assert not _demo_hours(demo).on(demo.branch("oldtown"), day("2026-11-24")).open


def test_a_statutory_holiday_has_holiday_hours_even_on_a_closing_day(demo: Library) -> None:
    opening = _demo_hours(demo).on(demo.main, day("2026-10-05"))
    assert opening.spans == HOLIDAY
    assert opening.holiday == "国庆节"
    assert opening.why is Why.HOLIDAY


def test_other_branches_close_on_the_first_day_of_a_holiday_only(demo: Library) -> None:
    hours = _demo_hours(demo)
    assert not hours.on(demo.branch("jiangnan"), day("2026-10-01")).open
    assert hours.on(demo.branch("jiangnan"), day("2026-10-02")).spans == HOLIDAY


def test_new_years_eve_and_the_first_two_lunar_days_are_closed_everywhere(demo: Library) -> None:
    hours = _demo_hours(demo)
    days = [day("2026-02-16"), day("2026-02-17"), day("2026-02-18"), day("2026-02-19")]
    assert [hours.on(demo.main, one).open for one in days] == [False, False, False, True]
    assert hours.on(demo.main, days[3]).spans == HOLIDAY


def test_a_weekend_worked_in_lieu_keeps_its_weekday_hours(demo: Library) -> None:
    opening = _demo_hours(demo).on(demo.main, day("2026-10-10"))
    assert opening.spans == (Span(540, 1260),)
    assert opening.holiday == ""


def test_a_year_that_is_not_announced_falls_back_to_the_weekday(demo: Library) -> None:
    opening = _demo_hours(demo).on(demo.main, day("2031-10-01"))
    assert opening.spans == (Span(540, 1260),)
    assert not opening.announced


def test_the_lunar_new_year_is_known_before_it_is_announced(demo: Library) -> None:
    assert not _demo_hours(demo).on(demo.main, day("2031-01-23")).open


def test_an_override_wins_over_everything(demo: Library) -> None:
    extra = Override(day("2026-10-01"), day("2026-10-01"), ("jiangnan",), (Span(540, 720),), "加开")
    hours = _demo_hours(demo, extra)
    opening = hours.on(demo.branch("jiangnan"), day("2026-10-01"))
    assert opening.spans == (Span(540, 720),)
    assert opening.note == "加开"
    assert hours.on(demo.main, day("2026-10-01")).spans == HOLIDAY


def test_of_two_overrides_the_later_written_wins(demo: Library) -> None:
    first = Override(day("2026-12-01"), day("2026-12-31"), (), (), "装修")
    second = Override(day("2026-12-05"), day("2026-12-05"), (), (Span(540, 720),), "开放日")
    assert _demo_hours(demo, first, second).on(demo.main, day("2026-12-05")).open


def test_an_override_counts_as_announced(demo: Library) -> None:
    named = Override(day("2031-10-01"), day("2031-10-07"), (), (Span(600, 1020),))
    assert _demo_hours(demo, named).on(demo.main, day("2031-10-01")).announced


def test_open_now_until_closing(demo: Library) -> None:
    hours = _demo_hours(demo)
    status = hours.status(demo.main, at("2026-11-21 20:59"))
    assert status.until == at("2026-11-21 21:00")
    assert not hours.open_now(demo.main, at("2026-11-21 21:00"))
    assert hours.open_now(demo.main, at("2026-11-21 09:00"))


def test_the_next_opening_skips_closing_days(demo: Library) -> None:
    status = _demo_hours(demo).status(demo.main, at("2026-11-22 21:30"))
    assert status.opens == at("2026-11-24 09:00")


def test_a_lunch_break_is_closed_time() -> None:
    library = a_library(a_branch(hours="每天 9:00-12:00,14:00-17:00"))
    hours = OpeningHours(library, FakeCalendar())
    assert not hours.open_now(library.main, at("2026-11-21 12:30"))
    assert hours.next_opening(library.main, at("2026-11-21 12:30")) == at("2026-11-21 14:00")


def test_a_closure_without_end_has_no_next_opening() -> None:
    library = a_library()
    closed = Override(day("2026-01-01"), day("2036-01-01"))
    hours = OpeningHours(library, FakeCalendar(), [closed])
    assert hours.next_opening(library.main, at("2026-11-21 12:30")) is None


def test_staff_are_warned_from_november_when_next_year_is_unknown() -> None:
    hours = OpeningHours(a_library(), FakeCalendar(unknown_from=2027))
    assert hours.warnings(at("2026-10-31 12:00")) == []
    (said,) = hours.warnings(at("2026-11-01 12:00"))
    assert "2027 年的节假日安排" in said


def test_staff_are_warned_all_year_when_this_year_is_unknown() -> None:
    hours = OpeningHours(a_library(), FakeCalendar(unknown_from=2026))
    assert len(hours.warnings(at("2026-03-01 12:00"))) == 1
