"""Deliveries in DynamoDB: each a row that changes only from the version its changer read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from zlib import crc32

from pynamodb.exceptions import PutError

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.conversation.model import SHARDS, shard_of
from chalicelib.errors import Conflict, NotFound, TryLater
from chalicelib.notify import codec
from chalicelib.notify.model import KEEP, TROUBLES, Delivery, State, Way
from chalicelib.tables.connect import Wire
from chalicelib.tables.deliveries import TROUBLE, DeliveryRow
from chalicelib.tables.expressions import ConditionFailed, transact, unless_refused, update
from chalicelib.tables.notices import first_notice, notice_update

PAGE = 50


class DeliveryStore:
    """Every method raises TryLater while storage is busy."""

    def open(self, delivery: Delivery) -> bool:
        try:
            _row(delivery).save(DeliveryRow.id.does_not_exist())
        except PutError as problem:
            unless_refused(problem)
            return False
        return True

    def change(self, delivery: Delivery) -> Delivery:
        changed = replace(delivery, version=delivery.version + 1)
        try:
            _row(changed).save(DeliveryRow.version == delivery.version)
        except PutError as problem:
            unless_refused(problem)
            raise Conflict("somebody else was at this message") from problem
        return changed

    def one(self, reader: str, id: str) -> Delivery | None:
        found = list(DeliveryRow.query(reader, DeliveryRow.id == id, consistent_read=True))
        return _delivery(found[0]) if found else None

    def of(self, reader: str) -> Sequence[Delivery]:
        """The newest that are kept, at most a page."""
        found = DeliveryRow.query(reader, consistent_read=True, limit=PAGE)
        return [_delivery(row) for row in found]

    def due(self, now: datetime, limit: int) -> Sequence[Delivery]:
        most = max(1, limit // SHARDS)
        return [one for shard in range(SHARDS) for one in self._due(str(shard), now, most)]

    def troubles(self, before: int, limit: int) -> tuple[Sequence[Delivery], int | None]:
        """Whose fate is unknown, or whom nobody could reach, newest first; `before` is the mark
        of the page before, 0 at first. A mark names no reader."""
        older = DeliveryRow.next_try_ms < before if before else None
        found = list(
            DeliveryRow.open_deliveries.query(TROUBLE, older, scan_index_forward=False, limit=limit)
        )
        more = int(found[-1].next_try_ms) if len(found) == limit else None
        return [_delivery(row) for row in found], more

    def forget(self, reader: str) -> None:
        """Every message of a reader."""
        with DeliveryRow.batch_write() as batch:
            for row in DeliveryRow.query(reader, consistent_read=True):
                batch.delete(row)

    def _due(self, shard: str, now: datetime, most: int) -> list[Delivery]:
        come = DeliveryRow.next_try_ms <= epoch_ms(now)
        found = DeliveryRow.open_deliveries.query(shard, come, limit=most)
        return [_delivery(row) for row in found]


class InboxStore:
    """The notices of the reader's conversation; `nudge` says that one waits."""

    def __init__(self, wire: Wire, nudge: Callable[[str], None]) -> None:
        self._wire = wire
        self._nudge = nudge

    def leave(self, reader: str, id: str, text: str, now: datetime) -> None:
        """Once per id. A reader whose conversation has run out, 30 days after the last word, is
        given a new one while a card is bound. Raises NotFound where none is (any more)."""
        try:
            update(self._wire, notice_update(reader, id, text, now))
        except ConditionFailed as failed:
            if not failed.old:
                self._begin(reader, id, text, now)
        self._nudge(reader)

    def _begin(self, reader: str, id: str, text: str, now: datetime) -> None:
        try:
            transact(self._wire, first_notice(reader, id, text, now))
        except ConditionFailed as failed:
            if failed.index == 0:
                raise TryLater("the reader has just begun a conversation") from failed
            raise NotFound("no conversation with this reader, and no card") from failed


def _row(one: Delivery) -> DeliveryRow:
    return DeliveryRow(
        one.reader,
        one.message.id,
        about=one.message.about.value,
        content=json.dumps(codec.plain(one.message), ensure_ascii=False),
        state=one.state.value,
        way=one.way.value if one.way else None,
        tried=",".join(one.tried) or None,
        is_clean=1 if one.is_clean else None,
        first_at_ms=epoch_ms(one.first_at),
        message_id=one.message_id or None,
        receipt=one.receipt or None,
        version=one.version,
        open_shard=_shard(one),
        next_try_ms=_turn(one),
        gone_after=one.first_at + KEEP,
    )


def _shard(one: Delivery) -> str | None:
    if one.state in TROUBLES:
        return TROUBLE
    return shard_of(one.reader) if one.next_try else None


def _turn(one: Delivery) -> int | None:
    """In the list of troubles: when it was, spread so that no two stand at one place."""
    if one.state in TROUBLES:
        return (
            epoch_ms(one.first_at) * 1000 + crc32(f"{one.reader}{one.message.id}".encode()) % 1000
        )
    return epoch_ms(one.next_try) if one.next_try else None


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        reader=row.reader,
        message=codec.read(json.loads(row.content)),
        state=State(row.state),
        first_at=from_epoch_ms(int(row.first_at_ms)),
        next_try=_next_try(row),
        way=Way(row.way) if row.way else None,
        tried=tuple(Way(one) for one in (row.tried or "").split(",") if one),
        is_clean=bool(row.is_clean),
        message_id=row.message_id or "",
        receipt=row.receipt or "",
        version=int(row.version),
    )


def _next_try(row: DeliveryRow) -> datetime | None:
    is_open = row.next_try_ms and row.open_shard != TROUBLE
    return from_epoch_ms(int(row.next_try_ms)) if is_open else None
