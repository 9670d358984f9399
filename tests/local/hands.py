"""A clock that tests move by hand."""

from datetime import UTC, datetime, timedelta


class Hands:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 4, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, **length: float) -> None:
        self.at += timedelta(**length)
