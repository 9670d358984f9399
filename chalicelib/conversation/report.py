"""Is any message without an end? The ledger counted, for `make ledger` and for staff."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from chalicelib.conversation.model import LONGEST_PAUSE, SHARDS, LedgerEntry, Row
from chalicelib.dialogue import End

PATIENCE = timedelta(minutes=10)
"""Owed work older than this is reported."""


class Page(Protocol):
    @property
    def entries(self) -> tuple[LedgerEntry, ...]: ...

    @property
    def after(self) -> str: ...


class Ledger(Protocol):
    def day(self, day: str, shard: int, after: str = "", limit: int = 200) -> Page: ...


class OpenRows(Protocol):
    def open_rows(self, shard: int, before: datetime) -> list[str]: ...

    def row(self, reader: str) -> Row | None: ...


@dataclass(frozen=True)
class LedgerReport:
    """`endless`: owed too long. `open_rows`: readers with something unfinished for 10 minutes."""

    day: str
    messages: int
    ends: dict[str, int]
    kinds: dict[str, int]
    endless: tuple[LedgerEntry, ...] = field(default=())
    open_rows: int = 0
    readers: int = 0
    """How many different ones wrote or tapped."""

    @property
    def clean(self) -> bool:
        return not self.endless and not self.open_rows


def report(
    ledger: Ledger, rows: OpenRows, day: str, now: datetime, timezone: str = "UTC"
) -> LedgerReport:
    """Of the day as it is in `timezone`; the ledger itself is kept by UTC days."""
    entries = list(entries_on(ledger, date.fromisoformat(day), timezone))
    late = [e for e in entries if e.end is End.OWED and now - e.arrived > PATIENCE]
    left = list(_left(rows, now))
    return LedgerReport(
        day,
        len(entries),
        dict(Counter(e.end.value for e in entries)),
        dict(Counter(e.kind.value for e in entries if e.kind)),
        tuple(late),
        len(left),
        len({e.reader for e in entries}),
    )


def _left(rows: OpenRows, now: datetime) -> Iterator[str]:
    """By what the row holds: a row that failed has its next turn only after a pause."""
    for shard in range(SHARDS):
        for reader in rows.open_rows(shard, now + LONGEST_PAUSE):
            row = rows.row(reader)
            since = row.open_since() if row else None
            if since is not None and now - since > PATIENCE:
                yield reader


def entries_on(ledger: Ledger, day: date, timezone: str) -> Iterator[LedgerEntry]:
    begins = datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)
    last = begins + timedelta(days=1, microseconds=-1)
    if begins.date() == last.date():
        yield from entries_of(ledger, day.isoformat())
        return
    for kept_on in (begins.date(), last.date()):
        entries = entries_of(ledger, kept_on.isoformat())
        yield from (entry for entry in entries if begins <= entry.arrived <= last)


def entries_of(ledger: Ledger, day: str) -> Iterator[LedgerEntry]:
    for shard in range(SHARDS):
        after = ""
        while True:
            page = ledger.day(day, shard, after)
            yield from page.entries
            after = page.after
            if not after:
                break
