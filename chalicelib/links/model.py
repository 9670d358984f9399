"""A link for one person and one purpose: what it says, written so that nobody can change it.

Whom it is for stands in it sealed, not only signed: addresses end up in histories and logs.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.errors import NotAllowed
from chalicelib.sealing import IV_BYTES, seal, unseal

_WORD = re.compile(r"[A-Za-z0-9_-]{1,1000}")
_EXPIRY_BYTES = 8


@dataclass(frozen=True)
class Link:
    """`id` names this link alone; `subject` is whom or what it is for."""

    id: str
    purpose: str
    subject: str
    expires: datetime

    def has_run_out(self, now: datetime) -> bool:
        return now >= self.expires


def written(key: bytes, purpose: str, subject: str, expires: datetime, iv: bytes) -> str:
    """Letters, digits, `-` and `_` alone, fit for a path or a query."""
    plain = epoch_ms(expires).to_bytes(_EXPIRY_BYTES, "big") + subject.encode()
    sealed = seal(key, plain, _about(purpose), iv)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(key: bytes, purpose: str, word: str) -> Link:
    """Raises NotAllowed for what we did not write, or wrote for another purpose."""
    sealed = _bytes(word)
    plain = unseal(key, sealed, _about(purpose))
    expires = from_epoch_ms(int.from_bytes(plain[:_EXPIRY_BYTES], "big"))
    return Link(sealed[:IV_BYTES].hex(), purpose, plain[_EXPIRY_BYTES:].decode(), expires)


def _about(purpose: str) -> str:
    return f"link 1 {purpose}"


def _bytes(word: str) -> bytes:
    if not _WORD.fullmatch(word):
        raise NotAllowed("not a link of ours")
    try:
        return base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except (binascii.Error, ValueError):
        raise NotAllowed("not a link of ours") from None
