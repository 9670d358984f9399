"""Chinese statutory holidays from the kept package chinesecalendar (loaded on demand)"""

from datetime import date, timedelta

import chinese_calendar

from chalicelib.library.ports import CalendarDay, DayKind
from chalicelib.texts import library as texts

_LUNAR_NEW_YEAR = {
    2024: (2, 10),
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
    2031: (1, 23),
    2032: (2, 11),
    2033: (1, 31),
    2034: (2, 19),
    2035: (2, 8),
}
"""Astronomical, so known long before the holidays are announced."""


class ChineseCalendar:
    """Knows each year once the State Council's notice is in the package."""

    def on(self, day: date) -> CalendarDay:
        lunar = _lunar(day)
        try:
            free, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return CalendarDay(DayKind.UNKNOWN, lunar)
        if name is None:
            return CalendarDay(DayKind.ORDINARY, lunar)
        names = (texts.HOLIDAY_NAMES.get(name, name), *lunar)
        if not free:
            return CalendarDay(DayKind.IN_LIEU, names)
        return CalendarDay(DayKind.HOLIDAY, names, first=not _free_by_name(day - timedelta(days=1)))

    def knows(self, year: int) -> bool:
        try:
            chinese_calendar.get_holiday_detail(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True


def _free_by_name(day: date) -> bool:
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return False
    return bool(free and name)


def _lunar(day: date) -> tuple[str, ...]:
    month_day = _LUNAR_NEW_YEAR.get(day.year)
    if month_day is None:
        return ()
    offset = (day - date(day.year, *month_day)).days
    return (texts.LUNAR_DAYS[offset],) if offset in texts.LUNAR_DAYS else ()
