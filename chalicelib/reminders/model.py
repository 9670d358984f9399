"""What there is to remind a reader of, and what was reminded of already."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.ils.model import Hold, Loan
from chalicelib.notify.model import About, Message
from chalicelib.readers.model import Card

ORDER = (About.RECALL, About.HOLD_EXPIRING, About.HOLD_READY, About.OVERDUE, About.DUE)
"""The most pressing first: a message is named after it."""
OFF, ON = "off", "on"
"""A reader's choice for one kind; on where nothing was chosen."""


class Source(StrEnum):
    """Where accounts are read: the library system is asked, or a file comes every night."""

    SYSTEM = "system"
    FILE = "file"


@dataclass(frozen=True)
class Rules:
    """Days before a loan is due, and after; days before a hold lapses; hours of the library's
    day in which nobody is disturbed, from `quiet_from` to `quiet_to`. The library system is asked
    `calls_a_minute` times at most, 0 for no limit."""

    before: tuple[int, ...] = (5, 1, 0)
    after: tuple[int, ...] = (1, 7, 30)
    lapsing: tuple[int, ...] = (1,)
    quiet_from: int = 21
    quiet_to: int = 8
    kinds: frozenset[About] = frozenset(About)
    source: Source = Source.SYSTEM
    calls_a_minute: int = 120

    def in_time(self, slot: datetime, local: datetime, late: int) -> datetime:
        """`slot`, which is `local` in the library; the same morning instead where the hour is
        one of the `late` last ones before the quiet begins."""
        left = (self.quiet_from - local.hour) % 24
        if self.quiet_from == self.quiet_to or not 0 < left <= late or self.is_quiet(local.hour):
            return slot
        awake = (local.hour - self.quiet_to) % 24
        return slot - timedelta(hours=awake, minutes=local.minute, seconds=local.second)

    def is_quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


@dataclass(frozen=True)
class Item:
    """One thing to say. `key` names it for good; `day` is the one it is about."""

    about: About
    key: str
    day: date
    loan: Loan | None = None
    hold: Hold | None = None

    @property
    def title(self) -> str:
        return self.loan.title if self.loan else self.hold.title if self.hold else ""


@dataclass(frozen=True)
class Plan:
    """One message's worth: by card, in the reader's order."""

    items: tuple[tuple[Card, tuple[Item, ...]], ...] = ()

    @property
    def all(self) -> tuple[Item, ...]:
        return tuple(item for _, items in self.items for item in items)

    def of(self, about: About) -> tuple[Item, ...]:
        return tuple(item for item in self.all if item.about is about)

    @property
    def about(self) -> About:
        return min((item.about for item in self.all), key=ORDER.index)


@dataclass(frozen=True)
class Memory:
    """What one reader was told: by key, the day on which it was true last, so that it can be
    forgotten when that is long past. `owed` was decided on and perhaps not handed over yet."""

    reader: str
    told: Mapping[str, str] = field(default_factory=dict)
    last_day: str = ""
    owed: Message | None = None
    look_at: datetime | None = None
    version: int = 0


class Pace:
    """Calls of the last minute, counted in this process: one sweep runs at a time."""

    def __init__(self) -> None:
        self._calls: deque[datetime] = deque()

    def spend(self, now: datetime) -> None:
        self._calls.append(now)

    def allows(self, now: datetime, most: int) -> bool:
        while self._calls and now - self._calls[0] >= timedelta(minutes=1):
            self._calls.popleft()
        return most == 0 or len(self._calls) < most
