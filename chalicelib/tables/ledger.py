"""One row for each inbound message and how it ended."""

from pynamodb.attributes import ListAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection

from chalicelib.tables.base import Index, Table, TableMeta


class OwedWork(Index["LedgerRow"]):
    """Sparse: messages whose work is not done yet, oldest first."""

    class Meta(TableMeta):
        index_name = "owed_work"
        projection = AllProjection()

    owed_shard = UnicodeAttribute(hash_key=True)
    owed_since_ms = NumberAttribute(range_key=True)


class LedgerRow(Table):
    """`bucket` is `<UTC day of the message>#<shard>`; kept 400 days, for a year's statistics."""

    class Meta(TableMeta):
        short_name = "ledger"

    bucket = UnicodeAttribute(hash_key=True)
    key = UnicodeAttribute(range_key=True)
    reader = UnicodeAttribute()
    type = UnicodeAttribute()
    end = UnicodeAttribute()
    kind = UnicodeAttribute(null=True)
    topics: ListAttribute[str] = ListAttribute(null=True)
    number = UnicodeAttribute(null=True)
    promised_ms = NumberAttribute(null=True)
    arrived_ms = NumberAttribute()
    ended_ms = NumberAttribute()
    job = UnicodeAttribute(null=True)
    facts = UnicodeAttribute(null=True)
    openid = UnicodeAttribute(null=True)
    owed_shard = UnicodeAttribute(null=True)
    owed_since_ms = NumberAttribute(null=True)
    """When it was promised; later, where the work has failed, its next turn."""
    owed_failures = NumberAttribute(null=True)
    gone_after = TTLAttribute()
    owed_work = OwedWork()
