"""Time: UTC inside, the library's time outside, always handed in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def in_library_time(moment: datetime, timezone: str) -> datetime:
    """The same moment on the library's wall clock."""
    return moment.astimezone(ZoneInfo(timezone))


def library_day(moment: datetime, timezone: str) -> date:
    return in_library_time(moment, timezone).date()


def epoch_s(moment: datetime) -> int:
    """Whole seconds since 1970, as DynamoDB's TTL wants them."""
    return int(moment.timestamp())


def epoch_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def from_epoch_ms(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
