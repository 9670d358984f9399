"""Rows whose time is over go: what time-to-live does in the cloud, the box's engine does not."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.clock import epoch_s
from chalicelib.tables.all import MODELS
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, delete


def sweep_expired(wire: Wire, now: datetime) -> int:
    """How many rows went. Reads whole tables: for a box, not for the cloud."""
    return sum(_sweep(wire, model, now) for model in MODELS if model._ttl_attribute() is not None)


def _sweep(wire: Wire, model: Any, now: datetime) -> int:
    table, gone_after = str(model.Meta.table_name), model._ttl_attribute().attr_name
    keys = [
        key.attr_name for key in (model._hash_key_attribute(), model._range_key_attribute()) if key
    ]
    asked: dict[str, Any] = {
        "TableName": table,
        "FilterExpression": "#gone < :now",
        "ExpressionAttributeNames": {"#gone": gone_after},
        "ExpressionAttributeValues": {":now": {"N": str(epoch_s(now))}},
    }
    count = 0
    while True:
        page = wire.dispatch("Scan", asked)
        for row in page["Items"]:
            _delete(wire, table, {name: row[name] for name in keys}, gone_after, now)
        count += len(page["Items"])
        if not page.get("LastEvaluatedKey"):
            return count
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _delete(wire: Wire, table: str, key: dict[str, Any], gone_after: str, now: datetime) -> None:
    """Not where the row has been given more time since: then this deletes an expired one only."""
    with suppress(ConditionFailed):
        delete(
            wire,
            {
                "TableName": table,
                "Key": key,
                "ConditionExpression": "#gone < :now",
                "ExpressionAttributeNames": {"#gone": gone_after},
                "ExpressionAttributeValues": {":now": {"N": str(epoch_s(now))}},
            },
        )
