"""What is known of the due-date file in use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOO_OLD = timedelta(days=2)


@dataclass(frozen=True)
class DueFile:
    """`bad` lines were left out; `problems` tells of the first ones."""

    key: str
    name: str
    at: datetime
    by: str
    cards: int
    rows: int
    bad: int = 0
    problems: tuple[str, ...] = ()

    def is_too_old(self, now: datetime) -> bool:
        return now - self.at > TOO_OLD
