"""A second step at sign-in: six digits that change every half minute (RFC 6238), or a backup code.

The key is kept sealed; backup codes are kept as hashes and are random enough for a plain one.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

STEP_S = 30
KEY_BYTES = 20
BACKUP_CODES = 10
SLACK = (0, -1, 1)
"""Telephones' clocks differ: the step before and the one after fit too."""


@dataclass(frozen=True)
class SecondFactor:
    """`sealed` is the key. It counts at sign-in once it is `confirmed` by a first code.

    `last_step` is the step of the last code that was taken: no code is taken twice.
    """

    sealed: str
    confirmed: bool = False
    last_step: int = 0
    backups: frozenset[str] = frozenset()


def code_at(key: bytes, step: int) -> str:
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP_S


def after_code(second: SecondFactor, key: bytes, typed: str, now: datetime) -> SecondFactor | None:
    """What is kept once the code is taken; None where it does not fit or was taken before."""
    code = re.sub(r"[\s-]", "", typed).lower()
    backup = hashed(code)
    if backup in second.backups:
        return replace(second, backups=second.backups - {backup})
    steps = (step_of(now) + slack for slack in SLACK)
    fitting = [step for step in steps if _same(code_at(key, step), code)]
    newer = [step for step in fitting if step > second.last_step]
    return replace(second, last_step=newer[0]) if newer else None


def _same(wanted: str, typed: str) -> bool:
    return hmac.compare_digest(wanted.encode(), typed.encode("utf-8", "replace"))


def backup_codes(make_bytes: Callable[[int], bytes]) -> tuple[str, ...]:
    """80 bits each, in four groups of four letters and digits."""
    made = (base64.b32encode(make_bytes(10)).decode().lower() for _ in range(BACKUP_CODES))
    return tuple("-".join(re.findall("....", code)) for code in made)


def hashed(code: str) -> str:
    return hashlib.sha256(code.replace("-", "").encode("utf-8", "replace")).hexdigest()


def typed_key(key: bytes) -> str:
    """As an authenticator takes it by hand."""
    return base64.b32encode(key).decode()


def address_of(key: bytes, name: str, service: str) -> str:
    """What the square code holds: the `otpauth` address that authenticators read."""
    label = quote(f"{service}:{name}")
    return f"otpauth://totp/{label}?secret={typed_key(key)}&issuer={quote(service)}"
