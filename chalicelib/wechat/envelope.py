"""Is it WeChat that writes, and what does it say: signatures, encryption, both directions.

Source of the rules: WeChat's pages on message push and its encryption. The cipher is called
directly: wechatpy's wrapper compares signatures in variable time, accepts an empty token, does
not check the padding, and loading it loads the whole package, payments included.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from chalicelib.errors import BadRequest, Misconfigured, NotAllowed
from chalicelib.wechat import markup

MAX_BODY_BYTES = 256 * 1024
WINDOW_S = 600
"""How far a timestamp may be off. WeChat repeats an unanswered message within 15 s, whether or
not it stamps it anew, so its own repeats pass; equal nonces are no reason to refuse, since a
repeat may carry the same one: the message key tells a repeat (see `inbound`)."""

NO_REPLY = "success"
"""What WeChat takes for "received, nothing to say"; it is never encrypted."""

_TIMESTAMP = re.compile(r"[1-9][0-9]{9}")
_NONCE = re.compile(r"[\x21-\x7e]{1,48}")
"""Under 64 characters on purpose. Signed values are joined without a mark between them, so a
caught request could be cut anew: 64 characters moved from ciphertext to nonce drop three cipher
blocks, leave the signature valid, and let the rest of a reader's text pose as a whole message."""
_ECHO = re.compile(r"[A-Za-z0-9_+/=.-]{1,256}")
_BLOCK = 32
_HEAD = 20  # 16 random bytes, then the length of the message in 4


class Mode(StrEnum):
    """As chosen in WeChat's console. In COMPATIBLE both plain and encrypted messages are read:
    set it here first, switch the console, then set SAFE, and no message is lost."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the console and we agreed on; raises Misconfigured rather than run with a hole."""

    app_id: str
    token: str = field(repr=False)
    encoding_aes_key: str = field(repr=False)
    mode: Mode = Mode.SAFE
    aes_key: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", self.app_id):
            raise Misconfigured("WeChat app id is missing or not a plain word")
        if not re.fullmatch(r"[\x21-\x7e]{3,32}", self.token):
            raise Misconfigured("WeChat token must be 3 to 32 letters and digits")
        object.__setattr__(self, "mode", _known_mode(self.mode))
        object.__setattr__(self, "aes_key", _aes_key(self.encoding_aes_key))


def verify_url(credentials: Credentials, query: Mapping[str, str], now: datetime) -> str:
    """The echo for WeChat's check of our address; raises NotAllowed, BadRequest.

    The echo is not covered by the signature, so only a plain word is sent back.
    """
    _check(credentials, query, "signature", now)
    echo = query.get("echostr", "")
    if not _ECHO.fullmatch(echo):
        raise BadRequest("echostr is missing or not a plain word")
    return echo


def open_envelope(
    credentials: Credentials, query: Mapping[str, str], body: bytes, now: datetime
) -> bytes:
    """The message's own XML; raises NotAllowed for what is not WeChat's, else BadRequest.

    Where there is an encrypted part it alone counts: `signature` does not cover the body, and
    the plain fields that stand beside the encrypted part in compatible mode are not signed.
    """
    if len(body) > MAX_BODY_BYTES:
        raise BadRequest("body is too long")
    encrypted = "" if credentials.mode is Mode.PLAIN else _encrypted_part(body)
    if encrypted:
        _check(credentials, query, "msg_signature", now, encrypted)
        return _decrypt(credentials, encrypted)
    if credentials.mode is Mode.SAFE:
        raise NotAllowed("a plain message is not accepted in safe mode")
    _check(credentials, query, "signature", now)
    return body


def is_encrypted(query: Mapping[str, str]) -> bool:
    """Whether WeChat says it encrypted the message of this request."""
    return query.get("encrypt_type", "") == "aes"


def seal(
    credentials: Credentials, xml: str, now: datetime, nonce: str, *, encrypted: bool = True
) -> str:
    """The reply as it goes out. `encrypted`: how the request came; it counts in compatible mode,
    where either may come. Safe mode always encrypts, plain mode never."""
    plain = {Mode.PLAIN: True, Mode.COMPATIBLE: not encrypted, Mode.SAFE: False}
    if plain[credentials.mode] or xml in ("", NO_REPLY):
        return xml
    timestamp = str(int(now.timestamp()))
    cipher = _encrypt(credentials, xml.encode("utf-8", "replace"))
    signature = _signature(credentials.token, timestamp, nonce, cipher)
    return (
        f"<xml><Encrypt><![CDATA[{cipher}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp>"
        f"<Nonce>{markup.cdata(nonce)}</Nonce></xml>"
    )


def _known_mode(mode: str) -> Mode:
    if mode not in list(Mode):
        raise Misconfigured("WeChat mode must be plain, compatible or safe")
    return Mode(mode)


def _aes_key(encoded: str) -> bytes:
    """43 characters of base64 whose closing `=` WeChat leaves off."""
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}", encoded):
        raise Misconfigured("WeChat EncodingAESKey must be 43 letters and digits")
    return base64.b64decode(encoded + "=")


def _check(
    credentials: Credentials, query: Mapping[str, str], name: str, now: datetime, *covered: str
) -> None:
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _NONCE.fullmatch(nonce):
        raise NotAllowed("timestamp or nonce is missing or malformed")
    wanted = _signature(credentials.token, timestamp, nonce, *covered)
    given = query.get(name, "").encode("utf-8", "replace")
    if not hmac.compare_digest(wanted.encode(), given):
        raise NotAllowed("the signature is not WeChat's")
    if abs(now.timestamp() - int(timestamp)) > WINDOW_S:
        raise NotAllowed("the timestamp is outside the window")


def _signature(*values: str) -> str:
    return hashlib.sha1("".join(sorted(values)).encode("utf-8", "replace")).hexdigest()


def _encrypted_part(body: bytes) -> str:
    """'' where there is none, or where the body cannot be read at all."""
    try:
        return markup.text_of(markup.read(body), "Encrypt")
    except markup.MalformedMarkup:
        return ""


def _decrypt(credentials: Credentials, encrypted: str) -> bytes:
    """Only ever called on signed text, so what it refuses tells a stranger nothing."""
    text = _unpadded(_cipher_text(credentials, encrypted))
    end = _HEAD + int.from_bytes(text[16:_HEAD], "big")
    if end > len(text):
        raise BadRequest("the encrypted message is cut off")
    if not hmac.compare_digest(text[end:], credentials.app_id.encode()):
        raise NotAllowed("the message is for another account")
    return text[_HEAD:end]


def _cipher_text(credentials: Credentials, encrypted: str) -> bytes:
    try:
        blocks = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError):
        blocks = b""
    if not blocks or len(blocks) % 16:
        raise BadRequest("the encrypted message is not base64 of whole blocks")
    decryptor = _cipher(credentials).decryptor()
    return decryptor.update(blocks) + decryptor.finalize()


def _unpadded(text: bytes) -> bytes:
    count = text[-1]
    padding = text[-count:]
    if not 1 <= count <= _BLOCK or padding != bytes([count]) * count:
        raise BadRequest("the encrypted message has no proper padding")
    return text[:-count]


def _encrypt(credentials: Credentials, message: bytes) -> str:
    head = secrets.token_hex(8).encode() + len(message).to_bytes(4, "big")
    text = head + message + credentials.app_id.encode()
    count = _BLOCK - len(text) % _BLOCK
    encryptor = _cipher(credentials).encryptor()
    blocks = encryptor.update(text + bytes([count]) * count) + encryptor.finalize()
    return base64.b64encode(blocks).decode()


def _cipher(credentials: Credentials) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(credentials.aes_key), modes.CBC(credentials.aes_key[:16]))
