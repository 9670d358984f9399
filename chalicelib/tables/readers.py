"""One row a reader who has bound a card, and the failed attempts at binding one."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import KeysOnlyProjection

from chalicelib.tables.base import Index, Table, TableMeta


class ToLookAt(Index["ReaderRow"]):
    """Sparse: readers with a card, by when their account is to be looked at for reminders."""

    class Meta(TableMeta):
        index_name = "to_look_at"
        projection = KeysOnlyProjection()

    shard = UnicodeAttribute(hash_key=True)
    look_at_ms = NumberAttribute(range_key=True)


class ReaderRow(Table):
    """`cards`, `pending`, `choices`, `reminders` are JSON. A row without cards goes by itself."""

    class Meta(TableMeta):
        short_name = "readers"

    reader = UnicodeAttribute(hash_key=True)
    cards = UnicodeAttribute()
    pending = UnicodeAttribute(null=True)
    choices = UnicodeAttribute(null=True)
    reminders = UnicodeAttribute(null=True)
    version = NumberAttribute()
    shard = UnicodeAttribute(null=True)
    look_at_ms = NumberAttribute(null=True)
    gone_after = TTLAttribute(null=True)
    to_look_at = ToLookAt()


class CardAttemptRow(Table):
    """`key` is a hash; rows go a day after the last failure."""

    class Meta(TableMeta):
        short_name = "card-attempts"

    key = UnicodeAttribute(hash_key=True)
    failures = NumberAttribute()
    wait_until_ms = NumberAttribute(null=True)
    gone_after = TTLAttribute()
