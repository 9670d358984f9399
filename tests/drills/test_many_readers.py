"""What a message costs does not grow with the readers there are.

A thousand readers are stored and every kind of message is counted; then a million (short form:
twenty thousand), and each kind has to cost the very same calls and units. A stored reader is what
the service itself wrote for one, under another key: the conversation row and, for some, a ledger
row and a case. They go straight to the engine, which runs in memory.
"""

import http.client
import json
import os
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest

from bench.sealing import AES_KEY, APP_ID, TOKEN, text
from bench.service import a_service
from bench.units import KINDS, measured, receive
from chalicelib.conversation.ledger_codec import bucket
from chalicelib.tables.cases import CaseRow
from chalicelib.tables.conversations import ConversationRow
from chalicelib.tables.ledger import LedgerRow
from chalicelib.wiring import Services
from local import engine

pytestmark = pytest.mark.drill
FEW = 1000
MANY = 1_000_000 if os.environ.get("DRILLS") == "long" else 20_000
BATCH = 25
LEDGER_EVERY, CASE_EVERY = 10, 100
"""One reader in so many has a row of this kind."""
Item = dict[str, Any]
Cost = tuple[list[str], float, float]


@dataclass(frozen=True)
class Reader:
    """What the service wrote for one reader, row by row, as the engine holds it."""

    conversation: Item
    ledger: Item
    case: Item

    def rows(self, first: int, last: int) -> Iterator[tuple[str, str]]:
        """Tables' names and what is put there, ready to be sent."""
        day = self.ledger["bucket"]["S"].split("#")[0]
        tables = [str(row.Meta.table_name) for row in (ConversationRow, LedgerRow, CaseRow)]
        said = _put({**self.conversation, "reader": {"S": "@reader"}})
        ended = _put({**self.ledger, "bucket": {"S": "@bucket"}, "key": {"S": "@key"}})
        named = {"number": {"S": "@number"}, "reader": {"S": "@reader"}, "origin": {"S": "@key"}}
        told = _put({**self.case, **named})
        for number in range(first, last):
            reader, key = f"ostored{number:08d}", f"m9{number:09d}"
            yield tables[0], said.replace("@reader", reader)
            if number % LEDGER_EVERY == 0:
                yield tables[1], ended.replace("@bucket", bucket(day, key)).replace("@key", key)
            if number % CASE_EVERY == 0:
                case = told.replace("@number", f"0101-{number:08d}").replace("@key", key)
                yield tables[2], case.replace("@reader", reader)


def _put(item: Item) -> str:
    return json.dumps({"PutRequest": {"Item": item}}, default=lambda raw: b64encode(raw).decode())


def a_reader(services: Services) -> Reader:
    receive(services, text("投诉 三楼太冷"), 0)
    (case,) = services.feedback.of_reader("oreader0").cases
    key = {"bucket": {"S": bucket(f"{datetime.now(UTC):%Y-%m-%d}", "m1000")}, "key": {"S": "m1000"}}
    return Reader(
        _item(services, ConversationRow, {"reader": {"S": "oreader0"}}),
        _item(services, LedgerRow, key),
        _item(services, CaseRow, {"number": {"S": case.number}}),
    )


def _item(services: Services, row: Any, key: Item) -> Item:
    asked = {"TableName": row.Meta.table_name, "Key": key, "ConsistentRead": True}
    return dict(services.wire.dispatch("GetItem", asked)["Item"])


def store(endpoint: str, rows: Iterator[tuple[str, str]]) -> None:
    """Past the client: a batch of 25 costs it more than the engine."""
    connection = http.client.HTTPConnection(endpoint.removeprefix("http://"), timeout=60)
    while batch := list(islice(rows, BATCH)):
        tables: dict[str, list[str]] = {}
        for table, put in batch:
            tables.setdefault(table, []).append(put)
        asked = ", ".join(f'"{table}": [{", ".join(puts)}]' for table, puts in tables.items())
        connection.request("POST", "/", f'{{"RequestItems": {{{asked}}}}}'.encode(), HEADERS)
        told = json.loads(connection.getresponse().read())
        assert told["UnprocessedItems"] == {}
    connection.close()


HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": "DynamoDB_20120810.BatchWriteItem",
    "X-Amz-Date": "20261121T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host, Signature=none",
}


def costs(services: Services, first: int) -> dict[str, Cost]:
    """By kind of message, of readers never seen before."""
    return {
        name: _cost(services, fields, first + 100 * number)
        for number, (name, fields) in enumerate(KINDS)
    }


def _cost(services: Services, fields: Item, first: int) -> Cost:
    meter = measured(services, fields, first)
    return meter.calls, meter.read_units, meter.write_units


def test_a_message_costs_the_same_whatever_the_number_of_readers() -> None:
    running = engine.start(None)
    try:
        services = a_service(running.endpoint, APP_ID, TOKEN, AES_KEY)
        reader = a_reader(services)
        store(running.endpoint, reader.rows(0, FEW))
        few = costs(services, 10_000)
        began = time.monotonic()
        store(running.endpoint, reader.rows(FEW, MANY))
        spent_s = time.monotonic() - began
        many = costs(services, 20_000)
        kept = _item(services, ConversationRow, {"reader": {"S": f"ostored{MANY - 1:08d}"}})
    finally:
        running.stop()
    print(f"{MANY} readers stored in {spent_s:.0f} s")
    print(
        "".join(f"  {name:28} {len(c):2} {r:5.1f} {w:5.1f}\n" for name, (c, r, w) in many.items())
    )
    assert kept["reader"] == {"S": f"ostored{MANY - 1:08d}"}
    assert many == few
