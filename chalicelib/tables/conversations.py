"""One row a reader: what the next message of this reader needs to know, in one read."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import KeysOnlyProjection

from chalicelib.tables.base import Index, Table, TableMeta


class OpenRows(Index["ConversationRow"]):
    """Sparse: rows with an unfinished message or a waiting notice, oldest first."""

    class Meta(TableMeta):
        index_name = "open_rows"
        projection = KeysOnlyProjection()

    open_shard = UnicodeAttribute(hash_key=True)
    open_since_ms = NumberAttribute(range_key=True)


class ConversationRow(Table):
    """Only keys and index are declared: `conversation/store` writes the row by expressions.

    Beside named attributes a row holds `m_<key>`, a message being worked on or answered a moment
    ago, and `n_<id>`, a notice waiting to ride on the next reply.
    """

    class Meta(TableMeta):
        short_name = "conversations"

    reader = UnicodeAttribute(hash_key=True)
    open_shard = UnicodeAttribute(null=True)
    open_since_ms = NumberAttribute(null=True)
    gone_after = TTLAttribute(null=True)
    """30 days after the reader's last word: message text lives no longer."""
    open_rows = OpenRows()
