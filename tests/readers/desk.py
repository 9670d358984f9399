"""A card desk over fakes, and what readers do at it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from chalicelib.ils.model import CardNumber, Secret
from chalicelib.links.service import Links
from chalicelib.readers.model import Card
from chalicelib.readers.service import CardDesk
from tests.fakes_staff import FakeAttempts
from tests.readers.fakes import FakeChats, FakeLibrary, FakeReaders, FakeSpent

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
READER = "o-reader"


@dataclass
class Counter:
    """`now` moves when it is told to."""

    now: datetime = NOW
    library: FakeLibrary = field(default_factory=FakeLibrary)
    readers: FakeReaders = field(default_factory=FakeReaders)
    attempts: FakeAttempts = field(default_factory=FakeAttempts)

    def __post_init__(self) -> None:
        numbers, ids = count(100_000), count()
        self.chats = FakeChats(self.readers)
        links = Links(b"k" * 32, FakeSpent(), lambda size: next(ids).to_bytes(size, "big"))
        self.desk = CardDesk(
            self.readers,
            links,
            self.library,
            self.attempts,
            b"key",
            lambda: str(next(numbers)),
            lambda: f"id{next(ids):06d}",
            self.chats,
        )

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)

    def invites(self, reader: str = READER) -> str:
        return self.desk.invite(reader, self.now)

    def fills_in(
        self,
        word: str,
        card: str = "A1001",
        pin: str = "224466",
        name: str = "",
        address: str = "203.0.113.5",
    ) -> str:
        return self.desk.prove(word, CardNumber(card), Secret(pin), name, address, self.now)

    def fills_in_as_the_reader(
        self, word: str, card: str = "A1001", pin: str = "224466", name: str = ""
    ) -> Card:
        """On a page that web login has shown to be open before the link's own reader."""
        number, secret = CardNumber(card), Secret(pin)
        return self.desk.bind(word, number, secret, name, "203.0.113.5", self.now)

    def says(self, code: str, reader: str = READER) -> Card:
        return self.desk.confirm(reader, code, self.now)

    def binds(self, reader: str = READER, card: str = "A1001", name: str = "") -> Card:
        code = self.fills_in(self.invites(reader), card, self.library.pins[card], name)
        return self.says(code, reader)

    def cards(self, reader: str = READER) -> list[str]:
        return [one.number.text for one in self.desk.of(reader).cards]
