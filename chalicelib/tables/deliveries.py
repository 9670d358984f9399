"""One row for each message the library sends by itself, under the reader it is for."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection

from chalicelib.tables.base import Index, Table, TableMeta

TROUBLE = "trouble"


class OpenDeliveries(Index["DeliveryRow"]):
    """Sparse: messages still to be sent or to be tried again, the most urgent first; and under
    TROUBLE those that ended badly, by time."""

    class Meta(TableMeta):
        index_name = "open_deliveries"
        projection = AllProjection()

    open_shard = UnicodeAttribute(hash_key=True)
    next_try_ms = NumberAttribute(range_key=True)


class DeliveryRow(Table):
    """`content` is the message as JSON; 30 days after it was sent the row goes."""

    class Meta(TableMeta):
        short_name = "deliveries"

    reader = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    about = UnicodeAttribute()
    content = UnicodeAttribute()
    state = UnicodeAttribute()
    way = UnicodeAttribute(null=True)
    tried = UnicodeAttribute(null=True)
    is_clean = NumberAttribute(null=True)
    first_at_ms = NumberAttribute()
    message_id = UnicodeAttribute(null=True)
    receipt = UnicodeAttribute(null=True)
    version = NumberAttribute()
    open_shard = UnicodeAttribute(null=True)
    next_try_ms = NumberAttribute(null=True)
    gone_after = TTLAttribute()
    open_deliveries = OpenDeliveries()
