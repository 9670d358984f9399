"""Questions nobody could answer, counted."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection

from chalicelib.tables.base import Index, Table, TableMeta


class GapsByTime(Index["GapRow"]):
    class Meta(TableMeta):
        index_name = "gaps_by_time"
        projection = AllProjection()

    shelf = UnicodeAttribute(hash_key=True)
    last_ms = NumberAttribute(range_key=True)


class GapRow(Table):
    class Meta(TableMeta):
        short_name = "gaps"

    key = UnicodeAttribute(hash_key=True)
    shelf = UnicodeAttribute(default="open")
    text = UnicodeAttribute()
    language = UnicodeAttribute()
    times = NumberAttribute()
    first_ms = NumberAttribute()
    last_ms = NumberAttribute()
    gone_after = TTLAttribute()
    by_time = GapsByTime()
