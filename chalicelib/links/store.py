"""Which links were used: a row for each, gone some time after the link itself has run out."""

from datetime import datetime, timedelta

from chalicelib.clock import epoch_s
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, Update, update
from chalicelib.tables.links import SpentLinkRow

KEEP = timedelta(hours=1)


class SpentStore:
    """Raises TryLater when storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def spend(self, id: str, expires: datetime) -> bool:
        asked = Update()
        gone = asked.name("gone_after")
        asked.set("gone_after", epoch_s(expires + KEEP))
        asked.condition = f"attribute_not_exists({gone})"
        try:
            update(self._wire, asked.arguments(_table(), {"id": id}))
        except ConditionFailed:
            return False
        return True

    def is_spent(self, id: str) -> bool:
        asked = {"TableName": _table(), "Key": {"id": {"S": id}}, "ConsistentRead": True}
        return bool(self._wire.dispatch("GetItem", asked).get("Item"))


def _table() -> str:
    return str(SpentLinkRow.Meta.table_name)
