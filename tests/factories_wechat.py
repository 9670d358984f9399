"""Messages as WeChat posts them: XML, signatures, envelopes; made without the code under test."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wechatpy.crypto import PrpCrypto

from chalicelib.wechat.envelope import Credentials, Mode

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NOON_S = int(NOW.timestamp())
APP_ID = "wx1234567890abcdef"
TOKEN = "aToken123"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OTHER_KEY = AES_KEY[::-1]
READER = "oReader_0001"
ACCOUNT = "gh_library"
NONCE = "1320562132"


def the_credentials(mode: Mode = Mode.SAFE, **changed: Any) -> Credentials:
    given = {"app_id": APP_ID, "token": TOKEN, "encoding_aes_key": AES_KEY, "mode": mode}
    return Credentials(**{**given, **changed})


def signed(*values: str, token: str = TOKEN) -> str:
    return hashlib.sha1("".join(sorted([token, *values])).encode("utf-8", "replace")).hexdigest()


def sealed(xml: str, app_id: str = APP_ID, key: str = AES_KEY) -> str:
    """The ciphertext as wechatpy makes it."""
    return str(PrpCrypto(base64.b64decode(key + "=")).encrypt(xml, app_id).decode())


@dataclass(frozen=True)
class Post:
    """One request of WeChat's."""

    query: dict[str, str]
    body: bytes

    def asking(self, **changed: str) -> "Post":
        return Post({**self.query, **changed}, self.body)

    def saying(self, change: Callable[[bytes], bytes]) -> "Post":
        return Post(self.query, change(self.body))


def a_plain_post(xml: str, at: int = NOON_S, nonce: str = NONCE) -> Post:
    stamp = {"timestamp": str(at), "nonce": nonce}
    return Post({"signature": signed(str(at), nonce), **stamp}, xml.encode())


def a_safe_post(
    xml: str, at: int = NOON_S, nonce: str = NONCE, cipher: str = "", plain: str = ""
) -> Post:
    """`cipher` instead of the encrypted `xml`; `plain` beside it, as in compatible mode."""
    cipher = cipher or sealed(xml)
    proof = signed(str(at), nonce, cipher)
    query = a_plain_post("", at, nonce).query | {"encrypt_type": "aes", "msg_signature": proof}
    body = f"<xml>{plain}<Encrypt><![CDATA[{cipher}]]></Encrypt></xml>"
    return Post(query, body.encode())


def xml_of(**fields: object) -> str:
    """`<xml>` with these fields; a dict is an element with children, a list several of a name."""
    return f"<xml>{_inside(fields)}</xml>"


def a_message(kind: str = "text", **fields: object) -> bytes:
    return xml_of(**(_head() | {"MsgType": kind, "MsgId": "23401"} | fields)).encode()


def an_event(event: str, **fields: object) -> bytes:
    return xml_of(**(_head() | {"MsgType": "event", "Event": event} | fields)).encode()


def _head() -> dict[str, object]:
    return {"ToUserName": ACCOUNT, "FromUserName": READER, "CreateTime": NOON_S}


def _inside(fields: dict[str, Any]) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if isinstance(value, dict):
        return f"<{name}>{_inside(value)}</{name}>"
    return f"<{name}><![CDATA[{value}]]></{name}>"
