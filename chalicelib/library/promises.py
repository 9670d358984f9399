"""By when a person will have answered: promises are kept in working hours only."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from chalicelib.clock import library_day
from chalicelib.library.hours import LOOK_AHEAD_DAYS, OpeningHours
from chalicelib.library.model import Library, Span

QUESTION = "question"
QUESTION_MINUTES = 120
"""Of the desk's working time; other kinds take the library's own number of working days."""


class DeskPromises:
    """`hours_at` gives the library's facts and hours as they stand when the promise is made."""

    def __init__(self, hours_at: Callable[[], tuple[Library, OpeningHours]]) -> None:
        self._hours_at = hours_at

    def due(self, kind: str, now: datetime) -> datetime:
        """`question`: two working hours; anything else: the end of the last working day."""
        library, hours = self._hours_at()
        now = now.astimezone(UTC)
        if kind == QUESTION:
            return due_after_minutes(library, hours, QUESTION_MINUTES, now)
        return due_after_days(library, hours, library.complaint_reply_workdays, now)


def due_after_minutes(
    library: Library, hours: OpeningHours, minutes: int, now: datetime
) -> datetime:
    left = timedelta(minutes=minutes)
    closes = now
    for opens, closes in _working(library, hours, library_day(now, library.timezone)):
        start = max(opens, now)
        if start + left <= closes:
            return start + left
        left -= max(closes - start, timedelta(0))
    return closes


def due_after_days(library: Library, hours: OpeningHours, days: int, now: datetime) -> datetime:
    """The day it comes in does not count."""
    tomorrow = library_day(now, library.timezone) + timedelta(days=1)
    ends = (closes for _, closes in _last_spans(library, hours, tomorrow))
    return next(islice(ends, days - 1, None), now)


def _working(
    library: Library, hours: OpeningHours, first: date
) -> Iterator[tuple[datetime, datetime]]:
    for day in _days(first):
        for span in _spans(library, hours, day, first):
            yield hours.moments(day, span)


def _last_spans(
    library: Library, hours: OpeningHours, first: date
) -> Iterator[tuple[datetime, datetime]]:
    for day in _days(first):
        spans = _spans(library, hours, day, first)
        if spans:
            yield hours.moments(day, spans[-1])


def _spans(library: Library, hours: OpeningHours, day: date, first: date) -> tuple[Span, ...]:
    """Past a closure without foreseeable end only the weekday counts, so that there is a day."""
    if day - first < timedelta(days=LOOK_AHEAD_DAYS):
        return hours.desk(day)
    return library.desk_week[day.weekday()]


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range(2 * LOOK_AHEAD_DAYS))
