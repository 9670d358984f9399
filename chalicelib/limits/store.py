"""Counts of acts in DynamoDB, one row for a subject and a window."""

from datetime import datetime, timedelta

from chalicelib.clock import epoch_s
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, Update, update
from chalicelib.tables.limits import CountRow

KEEP = timedelta(hours=1)


class CountStore:
    """Raises TryLater when storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def spend(self, key: str, most: int, ends: datetime) -> bool:
        asked = Update()
        asked.add("acts", 1)
        asked.set("gone_after", epoch_s(ends + KEEP))
        acts = asked.name("acts")
        asked.condition = f"attribute_not_exists({acts}) OR {acts} < {asked.value(most)}"
        try:
            update(self._wire, asked.arguments(str(CountRow.Meta.table_name), {"key": key}))
        except ConditionFailed:
            return False
        return True
