"""What opening hours need to know about the calendar."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class DayKind(StrEnum):
    """IN_LIEU: a weekend worked for a long holiday. UNKNOWN: the year is not announced yet."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CalendarDay:
    """`names` are what a rule may call the day: the holiday, and the lunar day where it has one
    of its own. `first` is true on the first day of a holiday."""

    kind: DayKind = DayKind.ORDINARY
    names: tuple[str, ...] = ()
    first: bool = False


class HolidayCalendar(Protocol):
    def on(self, day: date) -> CalendarDay: ...

    def knows(self, year: int) -> bool: ...
