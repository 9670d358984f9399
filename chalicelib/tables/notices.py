"""Leaving a notice in a reader's conversation row, from any store's transaction."""

from datetime import datetime
from typing import Any

from chalicelib.clock import epoch_ms
from chalicelib.conversation.model import shard_of
from chalicelib.tables.conversations import ConversationRow
from chalicelib.tables.expressions import Update


def notice_update(reader: str, notice_id: str, text: str, now: datetime) -> dict[str, Any]:
    """UpdateItem's arguments. Fails its condition where the reader has no row (any more) or
    the notice is there already."""
    asked = Update()
    name = f"n_{notice_id}"
    asked.set(name, {"text": text, "at_ms": epoch_ms(now), "state": "waiting"})
    asked.set_if_absent("open_shard", shard_of(reader))
    asked.set_if_absent("open_since_ms", epoch_ms(now))
    asked.add("version", 1)
    exists = f"attribute_exists({asked.name('reader')})"
    asked.condition = f"{exists} AND attribute_not_exists({asked.name(name)})"
    return asked.arguments(str(ConversationRow.Meta.table_name), {"reader": reader})
