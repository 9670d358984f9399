"""Cards in memory and a library system that knows what it is told."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.errors import Conflict, NotFound, TryLater
from chalicelib.ils.model import Call, CardNumber, Patron, Secret
from chalicelib.readers.model import Card, Cards


class FakeReaders:
    def __init__(self) -> None:
        self.rows: dict[str, Cards] = {}

    def get(self, reader: str) -> Cards:
        return self.rows.get(reader, Cards(reader))

    def save(self, cards: Cards) -> None:
        if self.get(cards.reader).version != cards.version:
            raise Conflict("the cards changed in between")
        first = min((one.bound_at for one in cards.cards), default=None)
        look_at = (cards.look_at or first) if cards.cards else None
        self.rows[cards.reader] = replace(cards, version=cards.version + 1, look_at=look_at)

    def forget(self, reader: str, until: datetime) -> None:
        held = self.get(reader)
        newer = tuple(one for one in held.cards if one.bound_at > until)
        self.rows.pop(reader, None)
        if newer:
            self.rows[reader] = Cards(reader, newer, version=held.version + 1)


@dataclass
class FakeChats:
    """Binds at once and keeps what the chats would say; `left` are readers who are gone."""

    readers: FakeReaders
    told: list[tuple[str, str]] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    conflicts: int = 0
    loses_an_answer: bool = False

    def save_and_tell(self, cards: Cards, card: Card, now: datetime) -> None:
        if cards.reader in self.left:
            raise NotFound("no conversation with this reader")
        if self.conflicts:
            self.conflicts -= 1
            raise Conflict("the cards changed in between")
        self.readers.save(cards)
        self.told.append((cards.reader, card.number.text))
        if self.loses_an_answer:
            raise Conflict("the cards changed in between")


@dataclass
class FakeLibrary:
    pins: dict[str, str] = field(default_factory=lambda: {"A1001": "224466", "A1002": "113355"})
    is_down: bool = False
    asked: int = 0

    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None:
        self.asked += 1
        if self.is_down:
            raise TryLater("down")
        return Patron(card) if self.pins.get(card.text) == secret.text else None


@dataclass
class FakeSpent:
    ids: set[str] = field(default_factory=set)

    def spend(self, id: str, expires: datetime) -> bool:
        if id in self.ids:
            return False
        self.ids.add(id)
        return True

    def is_spent(self, id: str) -> bool:
        return id in self.ids
