"""Another implementation of WeChat's encryption talks to the webhook in safe mode."""

import secrets
from typing import Any
from urllib.parse import urlencode

import pytest
import xmltodict

from tests.peers.wechat_crypto import peer as wechat_crypto
from tests.peers.wechat_crypto.peer import Peer
from tests.scenarios.front import ACCOUNT, AES_KEY, APP_ID, TOKEN, FrontDoor

pytestmark = pytest.mark.peer
READER = "oPeerReader"


@pytest.fixture(scope="session")
def peer() -> Peer:
    wechat_crypto.install()
    return Peer(APP_ID, TOKEN, AES_KEY)


class PeerLine:
    """WeChat's side of the line, built on the other implementation."""

    def __init__(self, front: FrontDoor, peer: Peer) -> None:
        self._front = front
        self._peer = peer
        self._timestamp = str(int(front.clock().timestamp()))
        self._nonce = secrets.token_hex(5)

    def says(self, text: str, **changed: str) -> str:
        """The raw body of the answer to a text; `changed` parameters of the query."""
        xml = (
            f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
            f"<FromUserName><![CDATA[{READER}]]></FromUserName>"
            f"<CreateTime>{self._timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{text}]]></Content><MsgId>{secrets.randbits(60)}</MsgId></xml>"
        )
        made = self._peer.encrypt(xml, self._timestamp, self._nonce)
        query = {
            "signature": made["signature"],
            "timestamp": self._timestamp,
            "nonce": self._nonce,
            "openid": READER,
            "encrypt_type": "aes",
            "msg_signature": made["msg_signature"],
        }
        body = f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt>{made['encrypt']}</Encrypt></xml>"
        return self._posted(query | changed, body)

    def opened(self, body: str) -> dict[str, Any]:
        """The reply inside, once its signature and its account are what they should be."""
        envelope = xmltodict.parse(body)["xml"]
        told = self._peer.decrypt(envelope["Encrypt"], envelope["TimeStamp"], envelope["Nonce"])
        assert told["msg_signature"] == envelope["MsgSignature"]
        assert told["id"] == APP_ID
        reply: dict[str, Any] = xmltodict.parse(told["message"])["xml"]
        return reply

    def _posted(self, query: dict[str, str], body: str) -> str:
        answer = self._front.client.http.post(
            f"/wechat?{urlencode(query)}",
            headers={"Content-Type": "text/xml"},
            body=body.encode(),
        )
        return str(answer.body.decode())


@pytest.fixture
def line(front: FrontDoor, peer: Peer) -> PeerLine:
    return PeerLine(front, peer)


def test_a_message_sealed_by_the_peer_is_answered_and_the_peer_reads_the_answer(
    line: PeerLine,
) -> None:
    reply = line.opened(line.says("人工"))
    assert (reply["FromUserName"], reply["ToUserName"]) == (ACCOUNT, READER)
    assert "编号" in reply["Content"]


@pytest.mark.parametrize("text", ["]]&gt; <b>&amp;</b>", "👨‍👩‍👧 𠮷 é", "馆" * 600])
def test_any_text_passes_both_ways(line: PeerLine, text: str) -> None:
    assert line.opened(line.says(f"建议 {text}"))["MsgType"] == "text"


def test_a_signature_the_peer_did_not_make_is_refused(line: PeerLine) -> None:
    assert line.says("你好", msg_signature="0" * 40) == ""


def test_the_peers_plain_signature_is_ours_too(front: FrontDoor, peer: Peer) -> None:
    timestamp = str(int(front.clock().timestamp()))
    made = peer.encrypt("", timestamp, "12345")
    stamp = {"timestamp": timestamp, "nonce": "12345", "echostr": "987"}
    query = urlencode({"signature": made["signature"], **stamp})
    assert front.client.http.get(f"/wechat?{query}").body == b"987"
