"""Questions and answers as staff keep them."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class FaqRow(Table):
    """`shelf` holds one whole set of entries; the row `head`/`head` names the one in use in
    `current` and counts the changes made to it in `edits`."""

    class Meta(TableMeta):
        short_name = "faq"

    shelf = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    updated_ms = NumberAttribute(null=True)
    updated_by = UnicodeAttribute(default="", null=True)
    current = UnicodeAttribute(null=True)
    edits = NumberAttribute(null=True)
