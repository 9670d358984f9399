"""What readers were told about their data, and what they agreed to or took back."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib.clock import epoch_ms, epoch_s
from chalicelib.tables.base import Table, TableMeta

KEEP = timedelta(days=400)


class ConsentRow(Table):
    """`moment` is the time in milliseconds and the deed; rows are added and never changed."""

    class Meta(TableMeta):
        short_name = "consents"

    reader = UnicodeAttribute(hash_key=True)
    moment = UnicodeAttribute(range_key=True)
    deed = UnicodeAttribute()
    version = UnicodeAttribute()
    at_ms = NumberAttribute()
    gone_after = TTLAttribute()


def consent_put(reader: str, deed: str, version: str, at: datetime) -> dict[str, Any]:
    """PutItem's arguments, fit for any store's transaction; doing it twice leaves one row."""
    item = {
        "reader": {"S": reader},
        "moment": {"S": f"{epoch_ms(at)}-{deed}"},
        "deed": {"S": deed},
        "version": {"S": version},
        "at_ms": {"N": str(epoch_ms(at))},
        "gone_after": {"N": str(epoch_s(at + KEEP))},
    }
    return {"TableName": str(ConsentRow.Meta.table_name), "Item": item}
