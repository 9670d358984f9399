"""The embedded system's rows in DynamoDB."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chalicelib.errors import Conflict, TryLater
from chalicelib.ils.embedded.ports import Keys, Mark, Row
from chalicelib.tables.circulation import CirculationRow
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, Item, marshal, transact, unmarshal
from chalicelib.tables.paging import cursor, start_key

_INDEX: Mapping[Mark, Any] = {
    Mark.TO_FETCH: CirculationRow.by_fetching,
    Mark.READY: CirculationRow.by_ready,
}
ASKED_AGAIN = 5
"""Times a batch may come back in part before storage counts as busy."""


class CirculationStore:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @property
    def _table(self) -> str:
        return str(CirculationRow.Meta.table_name)

    def fetch(self, keys: Collection[str]) -> Mapping[str, Row]:
        wanted: Any = [{"key": {"S": key}} for key in keys]
        found: list[Row] = []
        for _ in range(ASKED_AGAIN):
            if not wanted:
                break
            asked = {self._table: {"Keys": wanted, "ConsistentRead": True}}
            answer = self._wire.dispatch("BatchGetItem", {"RequestItems": asked})
            found += [_row(item) for item in answer["Responses"].get(self._table, ())]
            wanted = answer.get("UnprocessedKeys", {}).get(self._table, {}).get("Keys", ())
        if wanted:
            raise TryLater("storage is busy (BatchGetItem)")
        return {row.key: row for row in found}

    def commit(self, rows: Sequence[Row]) -> None:
        try:
            transact(self._wire, [self._action(row) for row in rows])
        except ConditionFailed as failed:
            raise Conflict("somebody else was quicker") from failed

    def _action(self, row: Row) -> dict[str, Any]:
        seen: dict[str, Any] = {
            "TableName": self._table,
            "ExpressionAttributeNames": {"#version": "version"},
        }
        if row.version:
            seen["ConditionExpression"] = "#version = :seen"
            seen["ExpressionAttributeValues"] = {":seen": marshal(row.version)}
        else:
            seen["ConditionExpression"] = "attribute_not_exists(#version)"
        if row.body:
            return {"Put": {**seen, "Item": _item(row)}}
        return {"Delete": {**seen, "Key": {"key": marshal(row.key)}}}

    def marked(self, mark: Mark, before: str, after: str, most: int) -> Keys:
        shard, word = f"{mark.value}_shard", mark.value
        index = _INDEX[mark]
        below = getattr(CirculationRow, word) < before if before else None
        found = index.query(
            word,
            range_key_condition=below,
            limit=most,
            last_evaluated_key=start_key(after, "key", shard, word),
        )
        keys = tuple(row.key for row in found)
        return Keys(keys, cursor(found.last_evaluated_key))


def _item(row: Row) -> Item:
    held: dict[str, Any] = {"key": row.key, "body": row.body, "version": row.version + 1}
    for mark, word in row.marks:
        held |= {f"{mark.value}_shard": mark.value, mark.value: word}
    if row.gone_after is not None:
        held["gone_after"] = row.gone_after
    return {name: marshal(value) for name, value in held.items()}


def _row(item: Item) -> Row:
    held = unmarshal(item)
    return Row(held["key"], held["body"], held["version"])
