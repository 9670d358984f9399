"""When each schedule ran last."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class BeatRow(Table):
    class Meta(TableMeta):
        short_name = "beats"
        backed_up = False

    name = UnicodeAttribute(hash_key=True)
    at_ms = NumberAttribute()
