"""Who asked to be forgotten: owed erasures, and the list of those done, which names nobody."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection

from chalicelib.clock import epoch_ms
from chalicelib.tables.base import Index, Table, TableMeta

KEEP = timedelta(days=500)
"""Longer than any row of a reader lives: an older backup holds nothing to be forgotten again."""
OWED = "owed"


class OwedErasures(Index["ErasureRow"]):
    """Sparse: erasures not done yet, oldest first."""

    class Meta(TableMeta):
        index_name = "owed_erasures"
        projection = AllProjection()

    owed = UnicodeAttribute(hash_key=True)
    at_ms = NumberAttribute(range_key=True)


class ErasureRow(Table):
    """`mark` is `owed#<id>` while the erasure is owed, and then the reader's keyed hash.

    The row `restore` stands while a backup is being brought back; `reader` holds its name then.
    """

    class Meta(TableMeta):
        short_name = "erasures"

    mark = UnicodeAttribute(hash_key=True)
    at_ms = NumberAttribute()
    owed = UnicodeAttribute(null=True)
    reader = UnicodeAttribute(null=True)
    pseudonym = UnicodeAttribute(null=True)
    gone_after = TTLAttribute(null=True)
    owed_erasures = OwedErasures()


def owed_put(id: str, reader: str, pseudonym: str, at: datetime) -> dict[str, Any]:
    """PutItem's arguments, fit for any store's transaction."""
    item = {
        "mark": {"S": f"{OWED}#{id}"},
        "at_ms": {"N": str(epoch_ms(at))},
        "owed": {"S": OWED},
        "reader": {"S": reader},
        "pseudonym": {"S": pseudonym},
    }
    return {"TableName": str(ErasureRow.Meta.table_name), "Item": item}
