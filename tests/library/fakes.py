"""A calendar whose days tests name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chalicelib.library.ports import CalendarDay, DayKind


@dataclass
class FakeCalendar:
    """Ordinary days but for those named; years from `unknown_from` on are not announced."""

    days: Mapping[date, CalendarDay] = field(default_factory=dict)
    unknown_from: int = 9999

    def on(self, day: date) -> CalendarDay:
        if not self.knows(day.year):
            return CalendarDay(DayKind.UNKNOWN)
        return self.days.get(day, CalendarDay())

    def knows(self, year: int) -> bool:
        return year < self.unknown_from
