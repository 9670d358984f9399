"""The embedded library system: cards, titles with copies and queues, barcodes, deeds done."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import KeysOnlyProjection

from chalicelib.tables.base import Index, Table, TableMeta


class TitlesToFetch(Index["CirculationRow"]):
    """Sparse: titles of which a copy on the shelf is promised, the longest promised first."""

    class Meta(TableMeta):
        index_name = "to_fetch"
        projection = KeysOnlyProjection()

    to_fetch_shard = UnicodeAttribute(hash_key=True)
    to_fetch = UnicodeAttribute(range_key=True)


class TitlesReady(Index["CirculationRow"]):
    """Sparse: titles of which a copy waits to be collected, by the earliest last day."""

    class Meta(TableMeta):
        index_name = "ready"
        projection = KeysOnlyProjection()

    ready_shard = UnicodeAttribute(hash_key=True)
    ready = UnicodeAttribute(range_key=True)


class CirculationRow(Table):
    """`key` begins with its kind: `card#`, `title#`, `copy#` (a barcode's title), `deed#` (what
    became of an effect, for as long as it may be asked again)."""

    class Meta(TableMeta):
        short_name = "circulation"

    key = UnicodeAttribute(hash_key=True)
    body = UnicodeAttribute()
    version = NumberAttribute()
    to_fetch_shard = UnicodeAttribute(null=True)
    to_fetch = UnicodeAttribute(null=True)
    ready_shard = UnicodeAttribute(null=True)
    ready = UnicodeAttribute(null=True)
    gone_after = TTLAttribute(null=True)
    by_fetching = TitlesToFetch()
    by_ready = TitlesReady()
