"""The front door as WeChat and readers use it: signed, encrypted XML into app.py, XML out."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from chalice.test import Client

from local.wechat_platform import wire
from local.wechat_platform.config import Mode
from local.wechat_platform.crypto import Envelope, signature

APP_ID = "wx1234567890abcdef"
TOKEN = "scenarioToken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = "gh_linjiang"


@dataclass
class BoxClock:
    """Time that moves when it is told to."""

    moment: datetime = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


@dataclass
class FrontDoor:
    """One account's webhook behind chalice's test client."""

    client: Client
    clock: BoxClock
    mode: Mode = Mode.SAFE
    content_type: str = "text/xml"
    _next_id: int = 10_000

    def reader(self, name: str = "reader") -> "Reader":
        return Reader(self, f"o{name}")

    def new_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def push(self, fields: dict[str, Any]) -> "Heard":
        """One attempt, as WeChat makes it."""
        stamp = {"timestamp": str(int(self.clock().timestamp())), "nonce": secrets.token_hex(5)}
        query = {"signature": signature(TOKEN, *stamp.values()), **stamp}
        xml = wire.write(fields)
        if self.mode is Mode.SAFE:
            sealed = Envelope(AES_KEY, APP_ID).seal(xml)
            proof = signature(TOKEN, *stamp.values(), sealed)
            query |= {"encrypt_type": "aes", "msg_signature": proof}
            xml = wire.write({"ToUserName": ACCOUNT, "Encrypt": sealed})
        return self.post(query, xml.encode())

    def post(self, query: dict[str, str], body: bytes) -> "Heard":
        answer = self.client.http.post(
            f"/wechat?{urlencode(query)}", headers={"Content-Type": self.content_type}, body=body
        )
        return Heard(answer.status_code, self._opened(answer.body.decode()))

    def _opened(self, body: str) -> str:
        if not body.startswith("<xml>") or self.mode is Mode.PLAIN:
            return body
        return Envelope(AES_KEY, APP_ID).open(str(wire.read(body)["Encrypt"]))


@dataclass(frozen=True)
class Heard:
    """What came back for one attempt."""

    status: int
    xml: str

    @property
    def text(self) -> str:
        """The words of a text reply, '' where nothing was said."""
        if not self.xml.startswith("<xml>"):
            return ""
        return str(wire.read(self.xml).get("Content", ""))


@dataclass
class Reader:
    front: FrontDoor
    openid: str
    last: dict[str, Any] = field(default_factory=dict)

    def says(self, text: str) -> str:
        return self.sends("text", Content=text).text

    def sends(self, type_: str, **fields: Any) -> Heard:
        return self._push(MsgType=type_, MsgId=self.front.new_id(), **fields)

    def taps(self, button: str) -> str:
        return self._push(MsgType="event", Event="CLICK", EventKey=button).text

    def follows(self, scene: str = "") -> str:
        key = f"qrscene_{scene}" if scene else ""
        return self._push(MsgType="event", Event="subscribe", EventKey=key).text

    def unfollows(self) -> Heard:
        return self._push(MsgType="event", Event="unsubscribe", EventKey="")

    def repeats(self) -> str:
        """WeChat sends the last message once more."""
        return self.front.push(self.last).text

    def _push(self, **fields: Any) -> Heard:
        self.last = {
            "ToUserName": ACCOUNT,
            "FromUserName": self.openid,
            "CreateTime": int(self.front.clock().timestamp()),
            **fields,
        }
        return self.front.push(self.last)
