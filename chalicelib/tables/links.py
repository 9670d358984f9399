"""Links that were used and cannot be used again."""

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class SpentLinkRow(Table):
    """Names the link alone: whom it was for is kept nowhere."""

    class Meta(TableMeta):
        short_name = "spent-links"

    id = UnicodeAttribute(hash_key=True)
    gone_after = TTLAttribute()
