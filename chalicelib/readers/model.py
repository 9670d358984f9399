"""A reader's cards, and a card on its way to being bound."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.errors import BadRequest, NotFound, TryLater
from chalicelib.ils.model import CardNumber

MOST_CARDS = 8
MOST_NAME = 12
CODE_LIVES = timedelta(minutes=10)
CODE_TRIES = 5


class Waits(TryLater):
    """Too many attempts; `until` is when the next one is looked at."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many attempts")
        self.until = until


class TooManyCards(BadRequest):
    """MOST_CARDS are bound already."""


@dataclass(frozen=True)
class Card:
    """`id` is ours, short and stable; `name` is what the reader calls it, '' for nothing."""

    id: str
    number: CardNumber
    bound_at: datetime
    name: str = ""


@dataclass(frozen=True)
class Pending:
    """Card and secret were right; the reader has still to say the code in the chat. `mark` is
    the code, keyed: the code itself is kept nowhere."""

    mark: str
    number: CardNumber
    expires: datetime
    name: str = ""
    tries: int = 0


@dataclass(frozen=True)
class Cards:
    """All of one reader's; the first card is the one meant where none is named."""

    reader: str
    cards: tuple[Card, ...] = ()
    pending: Pending | None = None
    version: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    """What the reader has turned off or on, by name."""
    look_at: datetime | None = None
    """When the account is to be looked at next for reminders; set with the first card."""
    reminders: str = ""
    """What `reminders/store` keeps in the same row; carried along untouched."""

    def numbered(self, place: int) -> Card:
        """As the list shows them, from 1. Raises NotFound."""
        if not 1 <= place <= len(self.cards):
            raise NotFound(f"no card number {place}")
        return self.cards[place - 1]

    def meant(self, id: str, place: int) -> Card | None:
        """By its id where one is given: places change when a card is chosen or unbound."""
        if id:
            return next((card for card in self.cards if card.id == id), None)
        return self.cards[place - 1] if 1 <= place <= len(self.cards) else None

    def with_card(self, card: Card) -> "Cards":
        """A card bound before keeps its place and takes the new name. Raises TooManyCards."""
        known = next((one for one in self.cards if one.number == card.number), None)
        if known is not None:
            named = replace(known, name=card.name or known.name)
            kept = tuple(named if one is known else one for one in self.cards)
            return replace(self, cards=kept)
        if len(self.cards) >= MOST_CARDS:
            raise TooManyCards("no more cards can be bound")
        return replace(self, cards=(*self.cards, card))

    def without(self, card: Card) -> "Cards":
        return replace(self, cards=tuple(one for one in self.cards if one.id != card.id))

    def first(self, card: Card) -> "Cards":
        others = tuple(one for one in self.cards if one.id != card.id)
        return replace(self, cards=(card, *others))

    def renamed(self, card: Card, name: str) -> "Cards":
        named = replace(card, name=read_name(name))
        return replace(self, cards=tuple(named if one.id == card.id else one for one in self.cards))


def read_name(typed: str) -> str:
    """A name for a card, on one line, cut to 12 characters."""
    return " ".join(typed.split())[:MOST_NAME]


def code_mark(key: bytes, reader: str, code: str) -> str:
    return hmac.new(key, f"{reader} {code}".encode(), hashlib.sha256).hexdigest()


def is_code(mark: str, key: bytes, reader: str, code: str) -> bool:
    return hmac.compare_digest(mark, code_mark(key, reader, code))
