"""Small documents the whole service reads: facts, menu, welcome, published matcher parts."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class DocumentRow(Table):
    """`name` groups the parts of one document; `part` orders them (`000`, `001`, ...)."""

    class Meta(TableMeta):
        short_name = "documents"

    name = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    body = BinaryAttribute(legacy_encoding=False)
    plain = BinaryAttribute(legacy_encoding=False, null=True)
    version = NumberAttribute()
    saved_at_ms = NumberAttribute()
    saved_by = UnicodeAttribute(default="")
