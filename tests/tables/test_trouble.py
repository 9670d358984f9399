"""Storage that fails now and then: tried again at once, for as long as a reader can wait."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from botocore.exceptions import ClientError

from chalicelib.errors import TryLater
from chalicelib.settings import Settings
from chalicelib.tables.connect import Wire, open_wire
from chalicelib.tables.patience import TRIES, within

ROW = json.dumps({"Item": {"reader": {"S": "o1"}}}).encode()
HEAD = b"HTTP/1.1 200 OK\r\nx-amzn-requestid: r\r\ncontent-length: %d\r\n\r\n" % len(ROW)
WHOLE = HEAD + ROW


def refused(status: int, code: str) -> bytes:
    body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"}).encode()
    return b"HTTP/1.1 %d No\r\ncontent-length: %d\r\n\r\n" % (status, len(body)) + body


THROTTLED = refused(400, "ProvisionedThroughputExceededException")


class ScriptedEngine:
    """Answers each request with the next of `answers` as it stands, the last one for ever."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.asked: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def stop(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line:
                self.asked.append(_body(line))
                line.sendall(self._answers[min(len(self.asked), len(self._answers)) - 1])


def _body(line: socket.socket) -> bytes:
    with line.makefile("rb") as stream:
        head = b"".join(iter(stream.readline, b"\r\n")).lower()
        return stream.read(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))


@pytest.fixture
def engines() -> Iterator[ExitStack]:
    with ExitStack() as running:
        yield running


def an_engine(engines: ExitStack, *answers: bytes) -> tuple[ScriptedEngine, Wire]:
    engine = ScriptedEngine(*answers)
    engines.callback(engine.stop)
    return engine, open_wire(Settings(dynamodb_endpoint=engine.url))


def row(wire: Wire) -> object:
    asked = {"TableName": "readers", "Key": {"reader": {"S": "o1"}}}
    return wire.dispatch("GetItem", asked).get("Item")


@pytest.mark.parametrize(
    "trouble",
    [
        THROTTLED,
        refused(500, "InternalServerError"),
        b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
        b"",
        WHOLE[:20],
        HEAD[:-2],
        HEAD,
        WHOLE[:-5],
    ],
    ids=["throttled", "500", "502", "no answer", "half a head", "a head", "no body", "half a body"],
)
def test_a_call_that_failed_is_tried_again_and_never_looks_like_no_row(
    engines: ExitStack, trouble: bytes
) -> None:
    _, wire = an_engine(engines, trouble, trouble, WHOLE)
    assert row(wire) == {"reader": {"S": "o1"}}


def test_a_store_that_stays_busy_means_try_later(engines: ExitStack) -> None:
    engine, wire = an_engine(engines, THROTTLED)
    with pytest.raises(TryLater):
        row(wire)
    assert len(engine.asked) == TRIES


def test_nothing_is_tried_again_once_the_reader_can_wait_no_longer(engines: ExitStack) -> None:
    engine, wire = an_engine(engines, THROTTLED)
    with within(0.0), pytest.raises(TryLater):
        row(wire)
    assert len(engine.asked) == 1


def test_what_no_second_try_can_help_is_told_at_once(engines: ExitStack) -> None:
    engine, wire = an_engine(engines, refused(400, "ValidationException"))
    with pytest.raises(ClientError):
        row(wire)
    assert len(engine.asked) == 1


def test_a_transaction_keeps_its_token_when_it_is_tried_again(engines: ExitStack) -> None:
    engine, wire = an_engine(engines, THROTTLED, WHOLE)
    wire.dispatch("TransactWriteItems", {"TransactItems": []})
    tokens = {json.loads(asked)["ClientRequestToken"] for asked in engine.asked}
    assert (len(engine.asked), len(tokens)) == (2, 1)
