"""What the webhook lets in."""

import secrets
from urllib.parse import urlencode

import pytest

from chalicelib.tables.meter import metering
from local.wechat_platform.crypto import signature
from tests.scenarios.front import TOKEN, BoxClock, FrontDoor

pytestmark = pytest.mark.engine


def test_the_address_is_verified_with_the_echo(front: FrontDoor, clock: BoxClock) -> None:
    stamp = {"timestamp": str(int(clock().timestamp())), "nonce": secrets.token_hex(5)}
    query = {"signature": signature(TOKEN, *stamp.values()), **stamp, "echostr": "1234567"}
    answer = front.client.http.get(f"/wechat?{urlencode(query)}")
    assert (answer.status_code, answer.body) == (200, b"1234567")


def test_a_forged_message_is_refused(front: FrontDoor, clock: BoxClock) -> None:
    query = {
        "timestamp": str(int(clock().timestamp())),
        "nonce": "1",
        "msg_signature": "0" * 40,
        "encrypt_type": "aes",
    }
    heard = front.post(query, b"<xml><Encrypt>AAAA</Encrypt></xml>")
    assert heard.status == 403


def test_an_unsigned_message_is_refused(front: FrontDoor) -> None:
    assert front.post({}, b"<xml/>").status == 403


@pytest.mark.parametrize(
    ("words", "calls"), [("您好", 2), ("繁体", 2), ("谢谢", 2)], ids=["hello", "language", "thanks"]
)
def test_a_small_message_costs_two_storage_calls(front: FrontDoor, words: str, calls: int) -> None:
    reader = front.reader()
    reader.says("您好")
    with metering() as meter:
        reader.says(words)
    assert len(meter.calls) <= calls, meter.calls
