"""Readers' cards in DynamoDB: one row a reader, changed only from the version that was read."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import DeleteError, DoesNotExist, PutError
from pynamodb.expressions.condition import Condition

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.conversation.model import shard_of
from chalicelib.errors import Conflict, TryLater
from chalicelib.ils.model import CardNumber
from chalicelib.readers.model import Card, Cards, Pending
from chalicelib.tables.expressions import unless_refused
from chalicelib.tables.readers import ReaderRow

GRACE = timedelta(hours=1)
TRIES = 5


class ReaderStore:
    """Every method raises TryLater while storage is busy."""

    def get(self, reader: str) -> Cards:
        try:
            return _cards(ReaderRow.get(reader, consistent_read=True))
        except DoesNotExist:
            return Cards(reader)

    def save(self, cards: Cards) -> None:
        """Raises Conflict where somebody else saved in between."""
        try:
            _row(cards).save(_unchanged(cards))
        except PutError as problem:
            unless_refused(problem)
            raise Conflict("the cards changed in between") from problem

    def forget(self, reader: str, until: datetime) -> None:
        """What was bound by then; who came back and bound a card since keeps that one."""
        for _ in range(TRIES):
            held = self.get(reader)
            newer = tuple(one for one in held.cards if one.bound_at > until)
            if not held.version:
                return
            try:
                if newer:
                    self.save(replace(Cards(reader, newer), version=held.version))
                else:
                    ReaderRow(reader).delete(ReaderRow.version == held.version)
            except (Conflict, DeleteError):
                continue
            return
        raise TryLater("this reader's cards keep changing")

    def unbind(self, is_meant: Callable[[CardNumber], bool]) -> None:
        """From all readers, whoever they are: a removed card's number may be given again. Reads
        every reader's row, which is rare and fast enough."""
        for row in ReaderRow.scan(consistent_read=True):
            if _without(_cards(row), is_meant) != _cards(row):
                self._unbind(row.reader, is_meant)

    def _unbind(self, reader: str, is_meant: Callable[[CardNumber], bool]) -> None:
        for _ in range(TRIES):
            try:
                return self.save(_without(self.get(reader), is_meant))
            except Conflict:
                continue
        raise TryLater("this reader's cards keep changing")


def saving(cards: Cards) -> dict[str, Any]:
    """`save` as one Put of a transaction."""
    kept: dict[str, Any] = _row(cards).get_save_kwargs_from_instance(condition=_unchanged(cards))
    return kept


def _unchanged(cards: Cards) -> Condition:
    if cards.version:
        return ReaderRow.version == cards.version
    return ReaderRow.reader.does_not_exist()


def _without(held: Cards, is_meant: Callable[[CardNumber], bool]) -> Cards:
    kept = tuple(one for one in held.cards if not is_meant(one.number))
    pending = held.pending if held.pending and not is_meant(held.pending.number) else None
    return replace(held, cards=kept, pending=pending)


def _row(cards: Cards) -> ReaderRow:
    first = min((one.bound_at for one in cards.cards), default=None)
    return ReaderRow(
        cards.reader,
        cards=_json([_written(one) for one in cards.cards]),
        pending=_json(_pending(cards.pending)) if cards.pending else None,
        choices=_json(dict(cards.choices)) if cards.choices else None,
        version=cards.version + 1,
        shard=shard_of(cards.reader) if first else None,
        look_at_ms=epoch_ms(cards.look_at or first) if first else None,
        reminders=(cards.reminders if first else _last_said(cards.reminders)) or None,
        gone_after=_gone_after(cards),
    )


def _last_said(reminders: str) -> str:
    """Without a card nothing waits to be said any more, and nothing of its books is kept. The day
    stays: there is one message a day."""
    day = json.loads(reminders).get("last_day") if reminders else None
    return _json({"last_day": day}) if day else ""


def _gone_after(cards: Cards) -> Any:
    """Without a card nothing is worth keeping but a code that is still awaited."""
    if cards.cards:
        return None
    return cards.pending.expires + GRACE if cards.pending else timedelta(days=30)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _written(card: Card) -> dict[str, Any]:
    at = epoch_ms(card.bound_at)
    return {"id": card.id, "number": card.number.text, "at_ms": at, "name": card.name}


def _pending(pending: Pending) -> dict[str, Any]:
    return {
        "mark": pending.mark,
        "number": pending.number.text,
        "until_ms": epoch_ms(pending.expires),
        "name": pending.name,
        "tries": pending.tries,
    }


def _cards(row: ReaderRow) -> Cards:
    return Cards(
        row.reader,
        cards=tuple(_card(held) for held in json.loads(row.cards)),
        pending=_read_pending(json.loads(row.pending)) if row.pending else None,
        version=int(row.version),
        choices=json.loads(row.choices) if row.choices else {},
        look_at=from_epoch_ms(int(row.look_at_ms)) if row.look_at_ms else None,
        reminders=row.reminders or "",
    )


def _card(held: dict[str, Any]) -> Card:
    number, at = CardNumber(held["number"]), from_epoch_ms(held["at_ms"])
    return Card(held["id"], number, at, held["name"])


def _read_pending(held: dict[str, Any]) -> Pending:
    return Pending(
        held["mark"],
        CardNumber(held["number"]),
        from_epoch_ms(held["until_ms"]),
        held["name"],
        held["tries"],
    )
