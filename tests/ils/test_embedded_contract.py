"""The embedded system passes the suite of all connectors, in memory and on the real engine."""

from datetime import datetime
from itertools import count

import pytest

from chalicelib.ils.embedded.store import CirculationStore
from chalicelib.ils.model import CardNumber, Secret, Wanted
from tests.contracts.ils import Bench, CirculationContract, Trick
from tests.ils.desk import FaultyRows, Library, secret_of
from tests.ils.fakes import FakeRows


class EmbeddedBench:
    tricks = frozenset(Trick)
    timezone = "Asia/Shanghai"
    card = CardNumber("C1")
    other = CardNumber("C2")

    def __init__(self, rows: FaultyRows) -> None:
        self.rows = rows
        self.library = Library(rows)
        self.numbers = count(1)
        self.library.a_card("C1")
        self.library.a_card("C2")
        self.secret: Secret = secret_of(self.library, "C1")
        self.circulation = self.library.circulation

    @property
    def now(self) -> datetime:
        return self.library.now

    def lend(self, title: str) -> str:
        wanted = self._new_title(title)
        self.library.desk.lend("C1", wanted.items[0], self.library.now)
        return wanted.items[0]

    def title_of(self, item: str) -> str:
        return self.library.desk.title_of(item).name

    def on_shelf(self) -> Wanted:
        return self._new_title("在架")

    def lent_out(self) -> Wanted:
        wanted = self._new_title("借出")
        self.library.desk.lend("C2", wanted.items[0], self.library.now)
        return wanted

    def _new_title(self, name: str) -> Wanted:
        number = next(self.numbers)
        title_id = self.library.a_title(f"t{number}", f"B{number}", name=name)
        return Wanted(title_id, name, (f"B{number}",))

    def pickup(self) -> str:
        return "main"

    def reserve(self, item: str) -> None:
        wanted = Wanted("", items=(item,))
        self.circulation.place_hold(self.other, wanted, "main", "other", self.library.call())

    def give_back(self, wanted: Wanted) -> None:
        self.library.desk.take_back(wanted.items[0], "main", self.library.now)

    def go_down(self) -> None:
        self.rows.down = True

    def lose_answer(self) -> None:
        self.rows.loses_next = True

    def renewals_of(self, item: str) -> int:
        card = self.library.books.open().card("C1")
        loan = card.loan(item)
        return loan.renewals if loan else 0

    def holds_of(self, wanted: Wanted) -> int:
        return len(self.library.books.open().title(wanted.title_id).queue)


class TestEmbeddedInMemory(CirculationContract):
    @pytest.fixture
    def bench(self) -> Bench:
        return EmbeddedBench(FaultyRows(FakeRows()))


@pytest.mark.engine
class TestEmbeddedOnTheEngine(CirculationContract):
    @pytest.fixture
    def bench(self, request: pytest.FixtureRequest) -> Bench:
        store = CirculationStore(request.getfixturevalue("storage"))
        return EmbeddedBench(FaultyRows(store))
