"""What readers were reminded of, kept in the row of their cards and gone with it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.exceptions import DoesNotExist

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.conversation.model import SHARDS
from chalicelib.errors import Conflict
from chalicelib.notify import codec
from chalicelib.reminders.model import Memory
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, Update, update
from chalicelib.tables.readers import ReaderRow


class MemoryStore:
    """Every method raises TryLater while storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def to_look_at(self, now: datetime, limit: int) -> Sequence[str]:
        most = max(1, limit // SHARDS)
        return [one for shard in range(SHARDS) for one in self._of_shard(str(shard), now, most)]

    def get(self, reader: str) -> Memory | None:
        try:
            row = ReaderRow.get(reader, consistent_read=True)
        except DoesNotExist:
            return None
        return _memory(row) if row.look_at_ms else None

    def save(self, memory: Memory) -> Memory:
        asked = Update()
        asked.set("reminders", _written(memory))
        asked.set("look_at_ms", epoch_ms(memory.look_at) if memory.look_at else None)
        asked.add("version", 1)
        asked.condition = f"{asked.name('version')} = {asked.value(memory.version)}"
        table = str(ReaderRow.Meta.table_name)
        try:
            update(self._wire, asked.arguments(table, {"reader": memory.reader}))
        except ConditionFailed as failed:
            raise Conflict("the reader's row changed in between") from failed
        return replace(memory, version=memory.version + 1)

    def _of_shard(self, shard: str, now: datetime, most: int) -> list[str]:
        come = ReaderRow.look_at_ms <= epoch_ms(now)
        return [str(row.reader) for row in ReaderRow.to_look_at.query(shard, come, limit=most)]


def _memory(row: ReaderRow) -> Memory:
    held: dict[str, Any] = json.loads(row.reminders) if row.reminders else {}
    return Memory(
        row.reader,
        told=held.get("told", {}),
        last_day=held.get("last_day", ""),
        owed=codec.read(held["owed"]) if held.get("owed") else None,
        look_at=from_epoch_ms(int(row.look_at_ms)),
        version=int(row.version),
    )


def _written(memory: Memory) -> str:
    told: dict[str, Any] = {"told": dict(memory.told), "last_day": memory.last_day}
    if memory.owed is not None:
        told["owed"] = codec.plain(memory.owed)
    return json.dumps(told, ensure_ascii=False)
