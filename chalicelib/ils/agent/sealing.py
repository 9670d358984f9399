"""The key that service and agent share: seals what lies between them, signs what the agent asks."""

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.clock import epoch_s
from chalicelib.errors import GiveUp, Misconfigured, NotAllowed

_NONCE = 12
_SHORTEST = 32
WINDOW_S = 120
"""How far the agent's clock may be off."""


@dataclass(frozen=True)
class Key:
    text: str = field(repr=False)

    @classmethod
    def read(cls, text: str) -> "Key":
        if len(text) < _SHORTEST:
            raise Misconfigured(f"the agent's key needs {_SHORTEST} characters or more")
        return cls(text)

    def seal(self, plain: bytes, what: str) -> bytes:
        """`what` names the thing sealed; it opens under the same name only."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher().encrypt(nonce, plain, what.encode())

    def open(self, sealed: bytes, what: str) -> bytes:
        """Raises GiveUp: another key, another thing, or changed on the way."""
        try:
            return self._cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], what.encode())
        except (InvalidTag, ValueError):
            raise GiveUp("sealed with another key, or changed") from None

    def sign(self, path: str, body: bytes, now: datetime) -> str:
        """As the agent sends it along: second, colon, signature."""
        return self._signature(path, body, epoch_s(now))

    def check(self, signature: str, path: str, body: bytes, now: datetime) -> None:
        """Raises NotAllowed: not made with this key, or at another time."""
        stamp, _, _ = signature.partition(":")
        is_time = stamp.isascii() and stamp.isdigit() and len(stamp) < 12
        at = int(stamp) if is_time else 0
        is_right = hmac.compare_digest(
            self._signature(path, body, at).encode(), signature.encode("utf-8", "replace")
        )
        if not is_right:
            raise NotAllowed("the agent's signature is wrong")
        if abs(epoch_s(now) - at) > WINDOW_S:
            raise NotAllowed("the agent's clock is wrong")

    def _signature(self, path: str, body: bytes, at: int) -> str:
        signed = b"\n".join([path.encode(), str(at).encode(), hashlib.sha256(body).digest()])
        return f"{at}:{hmac.new(self._derived(b'sign'), signed, hashlib.sha256).hexdigest()}"

    def _cipher(self) -> AESGCM:
        return AESGCM(self._derived(b"seal"))

    def _derived(self, purpose: bytes) -> bytes:
        return hmac.new(self.text.encode(), purpose, hashlib.sha256).digest()


def task(id: str) -> str:
    return f"{id} task"


def answer(id: str) -> str:
    return f"{id} answer"
