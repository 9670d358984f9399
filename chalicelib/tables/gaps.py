"""Questions nobody could answer, counted."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection

from chalicelib.clock import epoch_ms, epoch_s
from chalicelib.tables.base import Index, Table, TableMeta

KEEP = timedelta(days=30)
ASKED = "asked"
"""The shelf of questions nobody counted yet."""


class GapsByTime(Index["GapRow"]):
    class Meta(TableMeta):
        index_name = "gaps_by_time"
        projection = AllProjection()

    shelf = UnicodeAttribute(hash_key=True)
    last_ms = NumberAttribute(range_key=True)


class GapRow(Table):
    class Meta(TableMeta):
        short_name = "gaps"

    key = UnicodeAttribute(hash_key=True)
    shelf = UnicodeAttribute(default="open")
    text = UnicodeAttribute()
    language = UnicodeAttribute()
    times = NumberAttribute()
    first_ms = NumberAttribute()
    last_ms = NumberAttribute()
    asker = UnicodeAttribute(null=True)
    """The pseudonym of the one reader who asked; left out once a second one did."""
    gone_after = TTLAttribute()
    by_time = GapsByTime()


def gap_put(
    message_key: str, text: str, language: str, asker: str, now: datetime
) -> dict[str, Any]:
    """PutItem's arguments that keep one question as asked, fit for any store's transaction.

    A row of its own, so that readers who ask the same at once do not meet; `GapService.collect`
    counts it with its like.
    """
    item = {
        "key": {"S": f"{ASKED}#{message_key}"},
        "shelf": {"S": ASKED},
        "text": {"S": text},
        "language": {"S": language},
        "asker": {"S": asker},
        "times": {"N": "1"},
        "first_ms": {"N": str(epoch_ms(now))},
        "last_ms": {"N": str(epoch_ms(now))},
        "gone_after": {"N": str(epoch_s(now + KEEP))},
    }
    return {"TableName": str(GapRow.Meta.table_name), "Item": item}
