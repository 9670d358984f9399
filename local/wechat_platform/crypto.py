"""How the platform signs and encrypts (message push, "verification and encryption").

Written from the published description alone and on plain AES, so that it checks the
service's own library instead of repeating its mistakes.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
RANDOM_BYTES = 16
LENGTH_BYTES = 4
AES_KEY_CHARS = 43


class BadEnvelope(Exception):
    """The sealed text is not one that this account's key made."""


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts: (token, timestamp, nonce) and, if sealed, the cipher text."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


@dataclass(frozen=True)
class Envelope:
    """AES-256-CBC, IV = first half of the key, PKCS#7 to 32 bytes, the app id at the end."""

    aes_key: str
    app_id: str

    def __post_init__(self) -> None:
        if len(self.aes_key) != AES_KEY_CHARS:
            raise ValueError(f"EncodingAESKey must have {AES_KEY_CHARS} characters")
        self._key()

    def seal(self, text: str) -> str:
        body = text.encode()
        plain = secrets.token_bytes(RANDOM_BYTES) + struct.pack(">I", len(body)) + body
        return base64.b64encode(self._encrypt(_padded(plain + self.app_id.encode()))).decode()

    def open(self, sealed: str) -> str:
        """The text inside; raises BadEnvelope on anything not sealed for this account."""
        try:
            cipher_text = base64.b64decode(sealed, validate=True)
        except binascii.Error as error:
            raise BadEnvelope("not base64") from error
        if not cipher_text or len(cipher_text) % BLOCK:
            raise BadEnvelope("length is no multiple of 32 bytes")
        return self._content(_unpadded(self._decrypt(cipher_text)))

    def _content(self, plain: bytes) -> str:
        start = RANDOM_BYTES + LENGTH_BYTES
        if len(plain) < start:
            raise BadEnvelope("too short")
        (length,) = struct.unpack(">I", plain[RANDOM_BYTES:start])
        if plain[start + length :] != self.app_id.encode():
            raise BadEnvelope("app id does not match")
        try:
            return plain[start : start + length].decode()
        except UnicodeDecodeError as error:
            raise BadEnvelope("not UTF-8") from error

    def _key(self) -> bytes:
        return base64.b64decode(self.aes_key + "=")

    def _cipher(self) -> Cipher[modes.CBC]:
        key = self._key()
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def _encrypt(self, plain: bytes) -> bytes:
        worker = self._cipher().encryptor()
        return worker.update(plain) + worker.finalize()

    def _decrypt(self, cipher_text: bytes) -> bytes:
        worker = self._cipher().decryptor()
        return worker.update(cipher_text) + worker.finalize()


def _padded(plain: bytes) -> bytes:
    missing = BLOCK - len(plain) % BLOCK
    return plain + bytes([missing]) * missing


def _unpadded(plain: bytes) -> bytes:
    count = plain[-1]
    if not 1 <= count <= BLOCK or plain[-count:] != bytes([count]) * count:
        raise BadEnvelope("padding is wrong")
    return plain[:-count]
