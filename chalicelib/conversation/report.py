"""Is any message without an end? The ledger counted, for `make ledger` and for staff."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.conversation.model import LedgerEntry
from chalicelib.dialogue import End

PATIENCE = timedelta(minutes=10)
"""Owed work older than this is reported."""
SHARDS = range(4)


class Page(Protocol):
    @property
    def entries(self) -> tuple[LedgerEntry, ...]: ...

    @property
    def after(self) -> str: ...


class Ledger(Protocol):
    def day(self, day: str, shard: int, after: str = "", limit: int = 200) -> Page: ...


class OpenRows(Protocol):
    def open_rows(self, shard: int, before: datetime, limit: int = 25) -> list[str]: ...


@dataclass(frozen=True)
class LedgerReport:
    """`endless`: owed too long. `open_rows`: readers with something unfinished for 10 minutes."""

    day: str
    messages: int
    ends: dict[str, int]
    kinds: dict[str, int]
    endless: tuple[LedgerEntry, ...] = field(default=())
    open_rows: int = 0

    @property
    def clean(self) -> bool:
        return not self.endless and not self.open_rows


def report(ledger: Ledger, rows: OpenRows, day: str, now: datetime) -> LedgerReport:
    entries = list(entries_of(ledger, day))
    late = [e for e in entries if e.end is End.OWED and now - e.arrived > PATIENCE]
    left = [r for shard in SHARDS for r in rows.open_rows(shard, now - PATIENCE)]
    return LedgerReport(
        day,
        len(entries),
        dict(Counter(e.end.value for e in entries)),
        dict(Counter(e.kind.value for e in entries if e.kind)),
        tuple(late),
        len(left),
    )


def entries_of(ledger: Ledger, day: str) -> Iterator[LedgerEntry]:
    for shard in SHARDS:
        after = ""
        while True:
            page = ledger.day(day, shard, after)
            yield from page.entries
            after = page.after
            if not after:
                break
