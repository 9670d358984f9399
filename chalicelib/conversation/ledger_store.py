"""Reading and settling the ledger; new rows are written by the finishing transaction."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError

from chalicelib.clock import epoch_ms
from chalicelib.conversation import ledger_codec
from chalicelib.conversation.model import SHARDS, LedgerEntry, Notice, pause
from chalicelib.dialogue import Answer, End
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, Update, transact, update
from chalicelib.tables.ledger import LedgerRow
from chalicelib.tables.notices import notice_update
from chalicelib.tables.paging import cursor, start_key

MOST = 200
"""Looked at in one round, of one shard."""
PAGE = 50


@dataclass(frozen=True)
class LedgerPage:
    """Entries of one shard of one day, in no order; `after` is '' on the shard's last page."""

    entries: tuple[LedgerEntry, ...]
    after: str = ""


class LedgerStore:
    """Every method raises TryLater when storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def owed(self, shard: int, before: datetime, limit: int = MOST) -> list[LedgerEntry]:
        """Work not done yet, whose turn is first first."""
        found = LedgerRow.owed_work.query(
            str(shard), LedgerRow.owed_since_ms < epoch_ms(before), limit=limit, page_size=PAGE
        )
        return [ledger_codec.read(row) for row in found]

    def owed_one(self, day: str, key: str) -> LedgerEntry | None:
        """None where it is settled or was never there."""
        try:
            row = LedgerRow.get(ledger_codec.bucket(day, key), key, consistent_read=True)
        except LedgerRow.DoesNotExist:
            return None
        entry = ledger_codec.read(row)
        return entry if entry.end is End.OWED else None

    def put_off(self, entry: LedgerEntry, now: datetime) -> None:
        """It failed once more: its next turn comes after a pause, so that others get theirs."""
        row = LedgerRow(ledger_codec.bucket(entry.day, entry.key), entry.key)
        still = LedgerRow.end == End.OWED.value
        with suppress(UpdateError):
            row.update([LedgerRow.owed_failures.add(1)], still)
            turn = now + pause(int(row.owed_failures or 1))
            row.update([LedgerRow.owed_since_ms.set(epoch_ms(turn))], still)

    def settle(
        self, entry: LedgerEntry, answer: Answer | None, now: datetime, notice: Notice | None = None
    ) -> bool:
        """Ends owed work, and in the same transaction leaves the reader a notice; False where
        another worker was quicker. A reader without a row is not told."""
        ended = _ending(entry, answer, now)
        if notice is None:
            return _unless_failed(lambda: update(self._wire, ended))
        told = notice_update(entry.openid, notice.id, notice.text, notice.at)
        try:
            transact(self._wire, [{"Update": ended}, {"Update": told}])
        except ConditionFailed as failed:
            return failed.index > 0 and self.settle(entry, answer, now)
        return True

    def forget(self, reader: str, now: datetime) -> int:
        """Ends work owed to the reader, who is not named any more then."""
        rows = (
            row
            for shard in range(SHARDS)
            for row in LedgerRow.owed_work.query(
                str(shard), filter_condition=LedgerRow.openid == reader
            )
        )
        return sum(self.settle(ledger_codec.read(row), None, now) for row in rows)

    def day(self, day: str, shard: int, after: str = "", limit: int = 200) -> LedgerPage:
        """`day` is a UTC date such as 2026-11-21; shards run from 0 to 3."""
        found = LedgerRow.query(
            f"{day}#{shard}", limit=limit, last_evaluated_key=start_key(after, "bucket", "key")
        )
        entries = tuple(ledger_codec.read(row) for row in found)
        return LedgerPage(entries, cursor(found.last_evaluated_key))


def _ending(entry: LedgerEntry, answer: Answer | None, now: datetime) -> dict[str, Any]:
    asked = Update()
    asked.set("end", (answer.end if answer is not None else _end_of(entry)).value)
    asked.set("ended_ms", epoch_ms(now))
    for name in ("openid", "facts", "owed_shard", "owed_since_ms", "owed_failures"):
        asked.remove(name)
    asked.condition = f"{asked.name('end')} = {asked.value(End.OWED.value)}"
    key = {"bucket": ledger_codec.bucket(entry.day, entry.key), "key": entry.key}
    return asked.arguments(str(LedgerRow.Meta.table_name), key)


def _unless_failed(act: Callable[[], object]) -> bool:
    try:
        act()
    except ConditionFailed:
        return False
    return True


def _end_of(entry: LedgerEntry) -> End:
    """Where the holding answer said it all: the promise in it, if there is one."""
    return End.PROMISED if entry.promised else End.ANSWERED
