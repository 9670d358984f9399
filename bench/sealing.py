"""Messages sealed as WeChat seals them, by the fake platform's own cipher."""

import secrets
import time
from typing import Any

from local.wechat_platform import wire
from local.wechat_platform.crypto import Envelope, signature

APP_ID = "wx1234567890abcdef"
TOKEN = "benchToken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
Sealed = tuple[dict[str, str], bytes]


def text(content: str) -> dict[str, Any]:
    return {"MsgType": "text", "Content": content}


def event(name: str, key: str) -> dict[str, Any]:
    return {"MsgType": "event", "Event": name, "EventKey": key}


def sealed(fields: dict[str, Any], number: int, reader: str) -> Sealed:
    """Query and body of one push; `number` becomes the MsgId, or moves an event's time, by
    more than passes between two of them: two events of one second would be one."""
    stamp = {"timestamp": str(int(time.time())), "nonce": secrets.token_hex(5)}
    is_event = fields["MsgType"] == "event"
    own = {"MsgId": number} if not is_event else {}
    whole = {
        "ToUserName": "gh_bench",
        "FromUserName": reader,
        "CreateTime": int(time.time()) - (7 * (number % 70) if is_event else 0),
        **fields,
        **own,
    }
    cipher = Envelope(AES_KEY, APP_ID).seal(wire.write(whole))
    proof = signature(TOKEN, *stamp.values(), cipher)
    query = {**stamp, "encrypt_type": "aes", "msg_signature": proof}
    return query, wire.write({"ToUserName": "gh_bench", "Encrypt": cipher}).encode()
