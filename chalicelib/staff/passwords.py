"""Passwords: scrypt, its parameters stored beside the hash so that they can be raised later."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for something else when read from paper."""


@dataclass(frozen=True)
class Cost:
    """scrypt's work: 2**14 blocks of 8 take 16 MB and some 50 ms."""

    log_n: int = 14
    r: int = 8
    p: int = 1


NORMAL = Cost()
NOBODY = f"scrypt$14,8,1${'A' * 22}==${'A' * 43}="
"""What a password is tried against where there is no such user: as much work, never right."""


def encode(password: str, cost: Cost = NORMAL) -> str:
    salt = secrets.token_bytes(16)
    numbers = f"{cost.log_n},{cost.r},{cost.p}"
    return f"scrypt${numbers}${_text(salt)}${_text(_hash(password, salt, cost))}"


def matches(password: str, encoded: str) -> bool:
    """Takes the same time for a right and a wrong password."""
    _, numbers, salt, wanted = encoded.split("$")
    log_n, r, p = (int(number) for number in numbers.split(","))
    found = _hash(password, _bytes(salt), Cost(log_n, r, p))
    return hmac.compare_digest(found, _bytes(wanted))


def random_password() -> str:
    """20 characters in groups of five: 100 bits, fit to be read aloud."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def _hash(password: str, salt: bytes, cost: Cost) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=2**cost.log_n,
        r=cost.r,
        p=cost.p,
        maxmem=64 * 1024 * 1024,
        dklen=32,
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
