"""One wish asks the library system several things, and all of them together have one deadline."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.circulation.service import Borrowing
from chalicelib.dialogue import Kind
from chalicelib.ils.model import Call, CardNumber, Due, Fee, Loan, Page
from chalicelib.readers.model import Card, Cards

BEGAN = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LOAN = Loan("B1", "B1", "三体", Due(BEGAN.date()))


@dataclass
class SlowSystem:
    """Each answer takes a second of the clock it is asked by."""

    now: datetime = BEGAN
    given: list[float] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        self._spend(call)
        return Page((LOAN,))

    def fees(self, card: CardNumber, call: Call) -> Page[Fee]:
        self._spend(call)
        return Page()

    def _spend(self, call: Call) -> None:
        self.given.append(call.patience_s)
        self.now += timedelta(seconds=1)


class Wallet:
    def of(self, reader: str) -> Cards:
        return Cards(reader, (Card("c1", CardNumber("R0001"), BEGAN),))


def test_what_one_answer_took_the_next_does_not_have() -> None:
    system: Any = SlowSystem()
    borrowing = Borrowing(Wallet(), system, system, str, "Asia/Shanghai", system.clock)
    facts = {"do": "loans", "language": "zh-Hans", "kind": next(iter(Kind)).value, "key": "m1"}
    borrowing.run("reader", facts, BEGAN + timedelta(seconds=3))
    assert system.given == [3.0, 2.0]
