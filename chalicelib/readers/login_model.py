"""A browser's way through WeChat's web login and back, for one link."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.errors import NotAllowed
from chalicelib.links.model import read, written

PROOF_LIVES = timedelta(minutes=10)


class Who(StrEnum):
    """Who opened the page. UNKNOWN ends in a code for the chat; SNAPSHOT too, unless the reader
    asks WeChat for the whole page."""

    READER = "reader"
    OTHER = "other"
    SNAPSHOT = "snapshot"
    UNKNOWN = "unknown"


class Mark(StrEnum):
    """How what the browser keeps for a link begins."""

    AWAY = "a"
    """Sent to the login; what follows makes the login's state."""
    PROVEN = "p"
    """A sealed proof follows."""
    OTHER = "o"
    SNAPSHOT = "s"
    CODE = "c"
    """Nobody can tell: this link ends in a code."""


@dataclass(frozen=True)
class Opened:
    """A request for the page of a link that was made for `reader`; `page` is the page's address.
    `kept` is what the browser kept for this link, '' for nothing."""

    word: str = field(repr=False)
    reader: str = field(repr=False)
    page: str = field(repr=False)
    kept: str = field(repr=False)
    code: str = field(default="", repr=False)
    state: str = field(default="", repr=False)


@dataclass(frozen=True)
class Step:
    """The page is shown as to `who`, unless the browser is sent on to `go`. `keep` is what the
    browser keeps from now on, '' nothing, None what it has."""

    who: Who = Who.UNKNOWN
    go: str = field(default="", repr=False)
    keep: str | None = field(default=None, repr=False)


def proof(key: bytes, word: str, reader: str, now: datetime, iv: bytes) -> str:
    """Good for this link and this reader alone, ten minutes."""
    return Mark.PROVEN + written(key, _about(word), reader, now + PROOF_LIVES, iv)


def proves(key: bytes, kept: str, word: str, reader: str, now: datetime) -> bool:
    if not kept.startswith(Mark.PROVEN):
        return False
    try:
        held = read(key, _about(word), kept[1:])
    except NotAllowed:
        return False
    return held.subject == reader and not held.has_run_out(now)


def _about(word: str) -> str:
    return f"web login {word}"
