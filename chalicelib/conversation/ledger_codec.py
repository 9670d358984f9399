"""A ledger entry as a stored item and back; shared by the finishing transaction and reports."""

import json
import zlib
from typing import Any

from chalicelib.clock import epoch_ms, epoch_s, from_epoch_ms
from chalicelib.conversation.model import SHARDS, LedgerEntry
from chalicelib.dialogue import End, Kind

KEEP_S = 400 * 24 * 3600
"""A year's statistics and a month."""


def bucket(day: str, key: str) -> str:
    return f"{day}#{zlib.crc32(key.encode()) % SHARDS}"


def item(entry: LedgerEntry) -> dict[str, Any]:
    """The DynamoDB item; attributes without a value are left out."""
    text = {
        "bucket": bucket(entry.day, entry.key),
        "key": entry.key,
        "reader": entry.reader,
        "type": entry.type,
        "end": entry.end.value,
        "kind": entry.kind.value if entry.kind else "",
        "number": entry.number,
        "job": entry.job,
        "facts": json.dumps(dict(entry.facts), ensure_ascii=False) if entry.facts else "",
        "openid": entry.openid,
        "owed_shard": bucket("", entry.key)[1:] if entry.end is End.OWED else "",
    }
    numbers = {
        "arrived_ms": epoch_ms(entry.arrived),
        "ended_ms": epoch_ms(entry.ended),
        "promised_ms": epoch_ms(entry.promised) if entry.promised else None,
        "owed_since_ms": epoch_ms(entry.arrived) if entry.end is End.OWED else None,
        "gone_after": epoch_s(entry.arrived) + KEEP_S,
    }
    stored: dict[str, Any] = {name: {"S": value} for name, value in text.items() if value}
    stored |= {n: {"N": str(value)} for n, value in numbers.items() if value is not None}
    if entry.topics:
        stored["topics"] = {"L": [{"S": topic} for topic in entry.topics]}
    return stored


def read(row: Any) -> LedgerEntry:
    """From a `LedgerRow`."""
    return LedgerEntry(
        day=row.bucket.split("#")[0],
        key=row.key,
        reader=row.reader,
        type=row.type,
        end=End(row.end),
        kind=Kind(row.kind) if row.kind else None,
        arrived=from_epoch_ms(int(row.arrived_ms)),
        ended=from_epoch_ms(int(row.ended_ms)),
        topics=tuple(row.topics or ()),
        number=row.number or "",
        promised=from_epoch_ms(int(row.promised_ms)) if row.promised_ms else None,
        job=row.job or "",
        facts=json.loads(row.facts) if row.facts else {},
        openid=row.openid or "",
        due=from_epoch_ms(int(row.owed_since_ms)) if row.owed_since_ms else None,
    )
