"""Small secrets sealed for one use: nobody without the key reads or changes them."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.errors import Misconfigured, NotAllowed

IV_BYTES = 12
"""Random, and never the same twice under one key."""


def derived_key(root: str, use: str) -> bytes:
    """A key for one use from the service's own secret, so that no use can stand in for another."""
    if not root:
        raise Misconfigured("the service's own key is missing")
    return hmac.new(root.encode(), f"weiguan {use}".encode(), hashlib.sha256).digest()


def seal(key: bytes, plain: bytes, about: str, iv: bytes) -> bytes:
    """`about` is not in the result; it has to be the same when it is opened."""
    return iv + AESGCM(key).encrypt(iv, plain, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """Raises NotAllowed for what was not sealed with this key and about this."""
    if len(sealed) <= IV_BYTES:
        raise NotAllowed("not a sealed secret")
    try:
        return AESGCM(key).decrypt(sealed[:IV_BYTES], sealed[IV_BYTES:], about.encode())
    except InvalidTag:
        raise NotAllowed("not sealed by us, or for something else") from None
