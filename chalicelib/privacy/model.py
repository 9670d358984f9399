"""A reader's rights as values: erasures, consents, and all that is held about one reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.conversation.model import Row
from chalicelib.feedback.model import Case

SETTLES = timedelta(minutes=1)
"""An owed erasure waits so long: what the reader sent just before is finished by then, and the
platform repeats nothing any more."""


class Deed(StrEnum):
    TOLD = "told"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Consent:
    """`version` is that of the notice the reader saw."""

    deed: Deed
    version: str
    at: datetime


@dataclass(frozen=True)
class OwedErasure:
    """`reader` stands here only until it is done; `pseudonym` finds what knows no reader."""

    id: str
    reader: str
    pseudonym: str
    at: datetime


@dataclass(frozen=True)
class HeldCard:
    """A library card the reader bound; `name` is what the reader calls it."""

    number: str
    name: str
    bound_at: datetime


@dataclass(frozen=True)
class HeldWish:
    """What waits for the library system: `deed` as the chat names it, `titles` where known."""

    deed: str
    titles: tuple[str, ...]
    asked: datetime
    until: datetime


@dataclass(frozen=True)
class HeldSent:
    """Messages the library sent by itself, as long as it is known: how many, the last when."""

    count: int = 0
    last: datetime | None = None


@dataclass(frozen=True)
class Held:
    """All that is held about one reader."""

    reader: str
    row: Row | None
    cases: tuple[Case, ...]
    consents: tuple[Consent, ...]
    cards: tuple[HeldCard, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    """What the reader has turned on or off, by name."""
    wishes: tuple[HeldWish, ...] = ()
    sent: HeldSent = HeldSent()
