"""What readers asked of the library system and is not done yet, in order of request."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta

OPEN, CLOSED = "open", "closed"


class IntentRow(Table):
    """`place` sorts by the time of the request; a row moves from OPEN to CLOSED in one
    transaction. One partition is the queue: it is read in order and consistently."""

    class Meta(TableMeta):
        short_name = "intents"

    line = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    reader = UnicodeAttribute()
    facts = UnicodeAttribute()
    until_ms = NumberAttribute()
    tries = NumberAttribute(default=0)
    fresh = NumberAttribute(null=True)
    unsure = NumberAttribute(null=True)
    aside = NumberAttribute(null=True)
    busy = UnicodeAttribute(null=True)
    busy_until_ms = NumberAttribute(null=True)
    state = UnicodeAttribute(null=True)
    said = UnicodeAttribute(null=True)
    end = UnicodeAttribute(null=True)
    gone_after = TTLAttribute()
