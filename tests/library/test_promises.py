"""Promised times lie in working hours, never before they can be kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.clock import in_library_time, library_day
from chalicelib.library.holidays import ChineseCalendar
from chalicelib.library.hours import OpeningHours
from chalicelib.library.model import Library, Override
from chalicelib.library.promises import DeskPromises
from tests.library.factories import DEMO, a_library, at, day, parse_library
from tests.library.fakes import FakeCalendar

LIBRARY = parse_library((DEMO / "library.yaml").read_text("utf-8"))
HOURS = OpeningHours(LIBRARY, ChineseCalendar())
MOMENTS = st.integers(1735689600, 1861833600).map(lambda s: datetime.fromtimestamp(s, UTC))
KINDS_OF_CASE = st.sampled_from(["question", "complaint", "suggestion", "praise"])


def _promises(library: Library = LIBRARY, *overrides: Override) -> DeskPromises:
    hours = OpeningHours(library, ChineseCalendar(), overrides)
    return DeskPromises(lambda: (library, hours))


def test_a_question_is_answered_within_two_working_hours() -> None:
    assert _promises().due("question", at("2026-11-21 10:00")) == at("2026-11-21 12:00")


def test_a_question_near_closing_is_answered_the_next_working_day() -> None:
    assert _promises().due("question", at("2026-11-22 16:30")) == at("2026-11-24 10:00")


def test_a_question_at_night_counts_from_the_opening_of_the_desk() -> None:
    assert _promises().due("question", at("2026-11-21 02:00")) == at("2026-11-21 11:00")


def test_a_complaint_is_answered_within_five_working_days() -> None:
    assert _promises().due("complaint", at("2026-11-17 10:00")) == at("2026-11-22 17:30")


def test_a_long_holiday_is_no_working_time() -> None:
    assert _promises().due("question", at("2026-09-30 17:00")) == at("2026-10-08 10:30")


def test_a_closed_main_branch_is_no_working_time() -> None:
    closed = Override(day("2026-11-21"), day("2026-11-22"), note="停电")
    due = _promises(LIBRARY, closed).due("question", at("2026-11-21 10:00"))
    assert due == at("2026-11-24 11:00")


def test_a_closure_without_end_still_gives_a_time() -> None:
    library = a_library()
    hours = OpeningHours(library, FakeCalendar(), [Override(day("2026-01-01"), day("2046-01-01"))])
    due = DeskPromises(lambda: (library, hours)).due("question", at("2026-11-21 10:00"))
    assert due > at("2027-11-21 10:00")


@settings(max_examples=200, deadline=None)
@given(now=MOMENTS, kind=KINDS_OF_CASE)
def test_a_promise_falls_into_working_time(now: datetime, kind: str) -> None:
    due = _promises().due(kind, now)
    spans = HOURS.desk(library_day(due, LIBRARY.timezone))
    local = in_library_time(due, LIBRARY.timezone)
    minute = local.hour * 60 + local.minute + local.second / 60
    assert any(span.opens < minute <= span.closes for span in spans)
    assert due > now


@settings(max_examples=200, deadline=None)
@given(now=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=20)), kind=KINDS_OF_CASE)
def test_who_writes_later_is_promised_no_earlier_time(
    now: datetime, later: timedelta, kind: str
) -> None:
    promises = _promises()
    assert promises.due(kind, now) <= promises.due(kind, now + later)


@settings(max_examples=100, deadline=None)
@given(now=MOMENTS)
def test_the_clock_of_the_server_does_not_matter(now: datetime) -> None:
    elsewhere = in_library_time(now, "America/New_York")
    assert _promises().due("question", now) == _promises().due("question", elsewhere)
