"""How often somebody did something in a window of time."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class CountRow(Table):
    """`key` is a hash of who and what, and the window's number."""

    class Meta(TableMeta):
        short_name = "counts"
        backed_up = False

    key = UnicodeAttribute(hash_key=True)
    acts = NumberAttribute()
    gone_after = TTLAttribute()
