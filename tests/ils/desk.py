"""A small library with the embedded system: two readers, some titles, its own calendar day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from chalicelib.catalogue.model import Copy, Record
from chalicelib.errors import TryLater
from chalicelib.ils.embedded.books import Books
from chalicelib.ils.embedded.circulation import EmbeddedCirculation
from chalicelib.ils.embedded.desk import LendingDesk
from chalicelib.ils.embedded.ports import Keys, Mark, Row, Rows
from chalicelib.ils.embedded.registry import CardIndex, CopyIndex
from chalicelib.ils.embedded.rules import Days, Rules, Terms, TypeRules
from chalicelib.ils.model import Call, CardNumber, Secret
from chalicelib.staff import passwords
from chalicelib.staff.ports_lending import Lending
from tests.ils.fakes import FakeRows

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Ten in the morning in the library."""
RULES = Rules(TypeRules(max_items=50, renewals=2), branches=("main", "east"))
QUICK = passwords.Cost(log_n=4)


def quick_hash(password: str) -> str:
    return passwords.encode(password, QUICK)


def no_wait(seconds: float) -> None:
    """Tests on memory never meet anybody quicker."""


@dataclass
class FaultyRows:
    """Passes everything on; can go down, or lose the answer of a write and of the read after."""

    inner: Rows
    down: bool = False
    loses_next: bool = False
    lost: int = 0

    def fetch(self, keys: Collection[str]) -> Mapping[str, Row]:
        self._check()
        return self.inner.fetch(keys)

    def commit(self, rows: Sequence[Row]) -> None:
        self._check()
        self.inner.commit(rows)
        if self.loses_next:
            self.loses_next, self.lost = False, 1
            raise TryLater("no answer")

    def marked(self, mark: Mark, before: str, after: str, most: int) -> Keys:
        self._check()
        return self.inner.marked(mark, before, after, most)

    def _check(self) -> None:
        if self.down or self.lost:
            self.lost = 0
            raise TryLater("no answer")


def a_mark(number: str) -> str:
    return f"m{len(number)}"


@dataclass
class Library:
    """Hands of staff and readers over one set of rows; `today` moves by `later`."""

    rows: Rows = field(default_factory=FakeRows)
    rules: Rules = RULES
    now: datetime = MONDAY
    closed: frozenset[date] = frozenset()
    outage: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        books = Books(self.rows, no_wait)
        self.books = books
        self.circulation = EmbeddedCirculation(books, self.terms)
        self.desk = LendingDesk(books, self.terms)
        self.cards = CardIndex(books, self.terms, quick_hash)
        self.copies = CopyIndex(books)
        self.unbound: list[str] = []
        unbind = self.unbound.append
        self.lending = Lending(self.desk, self.cards, self.copies, self.terms, a_mark, unbind)

    def terms(self, now: datetime) -> Terms:
        days = Days(
            (now + timedelta(hours=8)).date(),
            lambda branch, day: day not in self.closed,
            lambda day: day in self.outage,
        )
        return Terms(self.rules, days, {"main": "总馆", "east": "东馆"}, {"adult": "普通读者证"})

    def a_card(self, number: str, kind: str = "") -> str:
        self.cards.register(CardNumber(number), "读者", kind, self.now)
        return number

    def a_title(self, title_id: str, *barcodes: str, name: str = "活着") -> str:
        copies = tuple(Copy("main", barcode=barcode) for barcode in barcodes)
        self.copies.adopt(Record(title_id, name, authors=("余华",), copies=copies))
        return title_id

    def call(self) -> Call:
        return Call(self.now)

    def later(self, days: int) -> None:
        self.now += timedelta(days=days)


def secret_of(library: Library, number: str) -> Secret:
    return Secret(library.cards.new_pin(number, library.now).pin)
