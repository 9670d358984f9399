"""SIP2's time stamps, and due dates, which come in whatever form a system likes."""

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.ils.model import Due

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(.*)", re.ASCII)
_SPACED = re.compile(r"(\d{4})\D(\d\d?)\D(\d\d?)(?!\d)(.*)", re.ASCII)
_CLOCK = re.compile(r"(\D{0,5})([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?", re.ASCII)
_UTC = "Z"


def stamp(now: datetime, timezone: str) -> str:
    """YYYYMMDDZZZZHHMMSS with four blanks: the library's own time."""
    return now.astimezone(ZoneInfo(timezone)).strftime("%Y%m%d    %H%M%S")


def read_due(text: str, timezone: str, further: Iterable[str] = ()) -> Due | None:
    """None for rubbish. Midnight says no more than the day; Z is UTC, else the library's time."""
    text = text.strip()
    moment = _by_format(text, timezone, further) or _year_first(text, timezone)
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(timezone))
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return Due(local.date()) if is_midnight else Due.at_instant(moment, timezone)


def _by_format(text: str, timezone: str, formats: Iterable[str]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZoneInfo(timezone))
        except ValueError:
            continue
    return None


def _year_first(text: str, timezone: str) -> datetime | None:
    found = _COMPACT.match(text) or _SPACED.match(text)
    if found is None:
        return None
    year, month, day, rest = found.groups()
    hour, minute, second, is_utc = _clock(rest)
    zone = ZoneInfo("UTC" if is_utc else timezone)
    try:
        moment = datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=zone)
        return moment if 1900 < moment.year < 9999 else None
    except ValueError:
        return None


def _clock(rest: str) -> tuple[int, int, int, bool]:
    found = _CLOCK.match(rest)
    if found is None:
        return 0, 0, 0, False
    before, hour, minute, second = found.groups()
    is_utc = before.strip().upper() == _UTC or rest.rstrip().upper().endswith(_UTC)
    return int(hour), int(minute), int(second or 0), is_utc
