"""One row a reader: what the next message of this reader needs to know, in one read."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import KeysOnlyProjection

from chalicelib.tables.base import Index, Table, TableMeta


class OpenClaims(Index["ConversationRow"]):
    """Sparse: rows that hold a message nobody has finished, oldest first."""

    class Meta(TableMeta):
        index_name = "open_claims"
        projection = KeysOnlyProjection()

    open_shard = UnicodeAttribute(hash_key=True)
    open_since_ms = NumberAttribute(range_key=True)


class ConversationRow(Table):
    """Beside the named attributes a row holds, written by `conversation/store` alone:

    `m_<key>`: a message being worked on or answered a moment ago (a claim);
    `n_<id>`: a notice waiting to ride on the next reply.
    """

    class Meta(TableMeta):
        short_name = "conversations"

    reader = UnicodeAttribute(hash_key=True)
    language = UnicodeAttribute(null=True)
    senior = NumberAttribute(null=True)
    dialogue = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    following = NumberAttribute(null=True)
    last_message_ms = NumberAttribute(null=True)
    last_tap_ms = NumberAttribute(null=True)
    sent_since_message = NumberAttribute(null=True)
    sent_since_tap = NumberAttribute(null=True)
    open_shard = UnicodeAttribute(null=True)
    open_since_ms = NumberAttribute(null=True)
    gone_after = NumberAttribute(null=True)
    open_claims = OpenClaims()
