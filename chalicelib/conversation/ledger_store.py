"""Reading and settling the ledger; new rows are written by the finishing transaction."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.clock import epoch_ms
from chalicelib.conversation import ledger_codec
from chalicelib.conversation.model import SHARDS, LedgerEntry, pause
from chalicelib.dialogue import Answer, End
from chalicelib.tables.ledger import LedgerRow
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

    def settle(self, entry: LedgerEntry, answer: Answer | None, now: datetime) -> bool:
        """Ends owed work; False where another worker was quicker."""
        end = answer.end if answer is not None else _end_of(entry)
        actions: list[Action] = [
            LedgerRow.end.set(end.value),
            LedgerRow.ended_ms.set(epoch_ms(now)),
            LedgerRow.openid.remove(),
            LedgerRow.facts.remove(),
            LedgerRow.owed_shard.remove(),
            LedgerRow.owed_since_ms.remove(),
            LedgerRow.owed_failures.remove(),
        ]
        row = LedgerRow(ledger_codec.bucket(entry.day, entry.key), entry.key)
        try:
            row.update(actions, LedgerRow.end == End.OWED.value)
        except UpdateError as problem:
            if problem.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
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


def _end_of(entry: LedgerEntry) -> End:
    """Where the holding answer said it all: the promise in it, if there is one."""
    return End.PROMISED if entry.promised else End.ANSWERED
