"""`requirements.lock`: every package the service is built from, each file known by its hash.

`make lock` writes it anew from requirements.txt; it holds names, versions and hashes alone.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?: --hash=sha256:[0-9a-f]{64})+)$")
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """`hashes` are of all files of this version, for whatever machine."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pins(lock: Path = LOCK) -> tuple[Pin, ...]:
    """Raises ValueError for a line that is no pin with its hashes."""
    joined = re.sub(r" *\\\n *", " ", lock.read_text("utf-8"))
    return tuple(_pin(line) for line in joined.splitlines() if line and not line.startswith("#"))


def fingerprint(lock: Path = LOCK) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _pin(line: str) -> Pin:
    found = _PIN.match(line.strip())
    if found is None:
        raise ValueError(f"not a pin with its hashes: {line[:80]}")
    name, version, hashes = found.groups()
    return Pin(name, version, tuple(_HASH.findall(hashes)))
