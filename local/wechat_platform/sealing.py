"""Wraps pushes and unwraps passive replies in the mode of the account (wechat.md §1.1)."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from local.wechat_platform import wire
from local.wechat_platform.config import Mode, PlatformConfig
from local.wechat_platform.crypto import BadEnvelope, Envelope, same, signature


class BadReply(Exception):
    """The reader gets the failure line; the text says why."""


@dataclass(frozen=True)
class Stamp:
    timestamp: str
    nonce: str


@dataclass(frozen=True)
class Wrapped:
    query: str
    body: bytes


def new_stamp(seconds: int) -> Stamp:
    return Stamp(str(seconds), str(secrets.randbelow(10**10)))


class Sealer:
    def __init__(self, config: PlatformConfig) -> None:
        self._token = config.token
        self._mode = config.mode
        self._envelope = Envelope(config.aes_key, config.app_id)

    def greeting(self, stamp: Stamp, echo: str) -> str:
        """Query of the GET that verifies the address."""
        return urlencode(self._signed(stamp, self._token) | {"echostr": echo})

    def wrap(self, fields: wire.Fields, stamp: Stamp, openid: str, *, is_forged: bool) -> Wrapped:
        token = secrets.token_hex(8) if is_forged else self._token
        query = self._signed(stamp, token) | {"openid": openid}
        xml = wire.write(fields)
        if self._mode is Mode.PLAIN:
            return Wrapped(urlencode(query), xml.encode())
        sealed = self._envelope.seal(xml)
        proof = signature(token, stamp.timestamp, stamp.nonce, sealed)
        query |= {"encrypt_type": "aes", "msg_signature": proof}
        return Wrapped(urlencode(query), wire.write(self._outer(fields, sealed)).encode())

    def unwrap(self, body: bytes) -> str:
        """The XML inside a passive reply; raises BadReply when it is not what the mode asks."""
        try:
            text = body.decode()
            outer = wire.read(text)
        except (UnicodeDecodeError, wire.BadXml) as error:
            raise BadReply(str(error)) from error
        if "Encrypt" in outer and self._mode is not Mode.PLAIN:
            return self._opened(outer)
        if self._mode is Mode.SAFE:
            raise BadReply("safe mode takes encrypted replies only")
        return text

    def _opened(self, outer: dict[str, wire.Parsed]) -> str:
        sealed = wire.text_of(outer, "Encrypt").strip()
        stamp = [wire.text_of(outer, name) for name in ("TimeStamp", "Nonce")]
        wanted = signature(self._token, *stamp, sealed)
        if not same(wire.text_of(outer, "MsgSignature"), wanted):
            raise BadReply("MsgSignature does not match")
        try:
            return self._envelope.open(sealed)
        except BadEnvelope as error:
            raise BadReply(f"cannot be decrypted: {error}") from error

    def _outer(self, fields: wire.Fields, sealed: str) -> wire.Fields:
        shown = fields if self._mode is Mode.COMPATIBLE else {"ToUserName": fields["ToUserName"]}
        return {**shown, "Encrypt": sealed}

    def _signed(self, stamp: Stamp, token: str) -> dict[str, str]:
        proof = signature(token, stamp.timestamp, stamp.nonce)
        return {"signature": proof, "timestamp": stamp.timestamp, "nonce": stamp.nonce}
