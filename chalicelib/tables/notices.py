"""Leaving a notice in a reader's conversation row, from any store's transaction."""

from datetime import datetime
from typing import Any

from chalicelib.clock import epoch_ms, epoch_s
from chalicelib.conversation.model import KEEP_ROW, shard_of
from chalicelib.tables.conversations import ConversationRow
from chalicelib.tables.expressions import Update
from chalicelib.tables.readers import ReaderRow


def notice_update(reader: str, notice_id: str, text: str, now: datetime) -> dict[str, Any]:
    """UpdateItem's arguments. Fails its condition where the reader has no row (any more) or
    the notice is there already."""
    asked = _left(reader, notice_id, text, now)
    exists, known = asked.name("reader"), asked.name(f"n_{notice_id}")
    asked.condition = f"attribute_exists({exists}) AND attribute_not_exists({known})"
    return _arguments(asked, reader)


def living_notice(reader: str, notice_id: str, text: str, now: datetime) -> dict[str, Any]:
    """As `notice_update`; fails also where a row is only what is left of somebody forgotten."""
    asked = _left(reader, notice_id, text, now)
    asked.condition = f"attribute_exists({asked.name('salt')})"
    return _arguments(asked, reader)


def first_notice(reader: str, notice_id: str, text: str, now: datetime) -> list[dict[str, Any]]:
    """A transaction's actions: a new row for a reader who has been silent for long, on condition
    that a card is still bound. Like what is left of somebody forgotten such a row has no salt: an
    erasure drops the cards first and then every row without one, so none outlives it."""
    asked = _left(reader, notice_id, text, now)
    asked.set("gone_after", epoch_s(now + KEEP_ROW))
    asked.condition = f"attribute_not_exists({asked.name('reader')})"
    bound = {
        "TableName": str(ReaderRow.Meta.table_name),
        "Key": {"reader": {"S": reader}},
        "ConditionExpression": "attribute_exists(#shard)",
        "ExpressionAttributeNames": {"#shard": "shard"},
    }
    return [{"Update": _arguments(asked, reader)}, {"ConditionCheck": bound}]


def _left(reader: str, notice_id: str, text: str, now: datetime) -> Update:
    asked = Update()
    asked.set(f"n_{notice_id}", {"text": text, "at_ms": epoch_ms(now), "state": "waiting"})
    asked.set_if_absent("open_shard", shard_of(reader))
    asked.set_if_absent("open_since_ms", epoch_ms(now))
    asked.add("version", 1)
    return asked


def _arguments(asked: Update, reader: str) -> dict[str, Any]:
    return asked.arguments(str(ConversationRow.Meta.table_name), {"reader": reader})
