"""When a branch is open: overrides first, then holidays, then the weekday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from chalicelib.clock import in_library_time, library_day
from chalicelib.library.model import MINUTES_A_DAY, Branch, Library, Override, Span, Spans
from chalicelib.library.ports import CalendarDay, DayKind, HolidayCalendar
from chalicelib.texts import library as texts

LOOK_AHEAD_DAYS = 400


class Why(StrEnum):
    """Which rule decided a day."""

    WEEKDAY = "weekday"
    HOLIDAY = "holiday"
    OVERRIDE = "override"


@dataclass(frozen=True)
class Opening:
    """One branch on one day. `holiday` is the holiday's name where it is one; `announced` is
    False where that year's holidays are not known yet."""

    branch: Branch
    day: date
    spans: Spans
    why: Why = Why.WEEKDAY
    holiday: str = ""
    note: str = ""
    announced: bool = True

    @property
    def open(self) -> bool:
        return bool(self.spans)


@dataclass(frozen=True)
class Status:
    """A branch at one moment: `until` while it is open, else `opens` where that is foreseeable."""

    opening: Opening
    until: datetime | None = None
    opens: datetime | None = None


class OpeningHours:
    def __init__(
        self, library: Library, calendar: HolidayCalendar, overrides: Sequence[Override] = ()
    ) -> None:
        self._library = library
        self._calendar = calendar
        self._overrides = tuple(overrides)
        self._zone = ZoneInfo(library.timezone)

    def on(self, branch: Branch, day: date) -> Opening:
        known = self._calendar.on(day)
        announced = known.kind is not DayKind.UNKNOWN
        holiday = known.names[0] if known.kind is DayKind.HOLIDAY and known.names else ""
        override = self.override(branch.id, day)
        if override is not None:
            spans, note = override.spans, override.note
            return Opening(branch, day, spans, Why.OVERRIDE, holiday, note)
        ruled = self._by_holiday(branch, known)
        if ruled is not None:
            return Opening(branch, day, ruled, Why.HOLIDAY, holiday, announced=announced)
        return Opening(branch, day, branch.week[day.weekday()], announced=announced)

    def override(self, branch_id: str, day: date) -> Override | None:
        """The one written last wins."""
        covering = (o for o in reversed(self._overrides) if o.covers(branch_id, day))
        return next(covering, None)

    def _by_holiday(self, branch: Branch, day: CalendarDay) -> Spans | None:
        """None where the weekday decides."""
        rule = self._library.holidays
        if set(day.names) & set(rule.closed) and day.kind is not DayKind.IN_LIEU:
            return ()
        if day.kind is not DayKind.HOLIDAY:
            return None
        if branch.id not in rule.open_branches and (
            rule.others_closed or (rule.others_closed_first_day and day.first)
        ):
            return ()
        return rule.hours or None

    def status(self, branch: Branch, now: datetime) -> Status:
        opening = self.on(branch, library_day(now, self._library.timezone))
        minute = _minute(in_library_time(now, self._library.timezone))
        current = next((s for s in opening.spans if s.opens <= minute < s.closes), None)
        if current is not None:
            return Status(opening, until=self._moment(opening.day, current.closes))
        return Status(opening, opens=self.next_opening(branch, now))

    def open_now(self, branch: Branch, now: datetime) -> bool:
        return self.status(branch, now).until is not None

    def next_opening(self, branch: Branch, now: datetime) -> datetime | None:
        """The next moment the doors open, later than `now`; None within the foreseeable."""
        today = library_day(now, self._library.timezone)
        for ahead in range(LOOK_AHEAD_DAYS):
            day = today + timedelta(days=ahead)
            moments = (self._moment(day, span.opens) for span in self.on(branch, day).spans)
            found = next((moment for moment in moments if moment > now), None)
            if found is not None:
                return found
        return None

    def desk(self, day: date) -> Spans:
        """When the service desk works: not on statutory holidays, not while the main branch is
        closed by an override, and then no longer than it is open."""
        week = self._library.desk_week[day.weekday()]
        override = self.override(self._library.main.id, day)
        if override is not None:
            return _common(week, override.spans)
        return () if self._calendar.on(day).kind is DayKind.HOLIDAY else week

    def moments(self, day: date, span: Span) -> tuple[datetime, datetime]:
        """A span of one day as UTC."""
        return self._moment(day, span.opens), self._moment(day, span.closes)

    def _moment(self, day: date, minute: int) -> datetime:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        wall = midnight + timedelta(minutes=minute)
        return wall.replace(tzinfo=self._zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The last minute of a day, in UTC."""
        return self._moment(day, MINUTES_A_DAY - 1)

    def announced(self, year: int) -> bool:
        return self._calendar.knows(year)

    def is_named(self, day: date, name: str) -> bool:
        """Whether the day is that holiday, or that lunar day."""
        known = self._calendar.on(day)
        return known.kind is not DayKind.IN_LIEU and name in known.names

    def warnings(self, now: datetime) -> list[str]:
        """What staff should know about the calendar: from November on, next year's."""
        today = library_day(now, self._library.timezone)
        said = []
        if not self._calendar.knows(today.year):
            said.append(texts.THIS_YEAR_UNKNOWN.format(year=today.year))
        if today.month >= 11 and not self._calendar.knows(today.year + 1):
            said.append(texts.NEXT_YEAR_UNKNOWN.format(year=today.year + 1))
        return said


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _common(one: Spans, other: Spans) -> Spans:
    both = ((max(a.opens, b.opens), min(a.closes, b.closes)) for a in one for b in other)
    return tuple(Span(opens, closes) for opens, closes in both if opens < closes)
