"""How a task shares its time among the calls it makes of the library system."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.circulation.service import Borrowing
from chalicelib.circulation.words import Said
from chalicelib.errors import TryLater
from chalicelib.ils.model import Call, CardNumber, Due, Loan, Money, Page, Reason, Wanted
from chalicelib.readers.model import Card, Cards
from chalicelib.texts.words import Language

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FACTS = {"do": "renew", "kind": "renew", "key": "m1", "language": "zh-Hans"}
LOAN = Loan("l1", "b1", "活着", Due((NOW + timedelta(days=5)).date()))


@dataclass
class SlowSystem:
    """Every call takes `seconds` of the clock; remembers the patience it was asked with."""

    seconds: float
    now: datetime = NOW
    patience: list[float] = field(default_factory=list)
    renewed: int = 0

    def clock(self) -> datetime:
        return self.now

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        self._take(call)
        return Page((LOAN,))

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> Any:
        self._take(call)
        self.renewed += 1
        raise TryLater("too slow")

    def _take(self, call: Call) -> None:
        self.patience.append(call.patience_s)
        self.now += timedelta(seconds=self.seconds)


class Wallet:
    def of(self, reader: str) -> Cards:
        return Cards(reader, (Card("c1", CardNumber("R1"), NOW),))


class Titles:
    def wanted(self, number: int) -> Wanted:
        return Wanted(str(number))


def done(system: SlowSystem, budget_s: float = 2.0) -> None:
    job = Borrowing(Wallet(), system, Titles(), str, "Asia/Shanghai", system.clock)  # type: ignore[arg-type]
    with pytest.raises(TryLater):
        job.run("o-reader", FACTS, NOW + timedelta(seconds=budget_s))


def test_a_later_call_waits_only_for_what_is_left() -> None:
    system = SlowSystem(seconds=0.5)
    done(system)
    assert system.patience == [2.0, 1.5]


def test_nothing_is_renewed_once_the_time_is_up() -> None:
    system = SlowSystem(seconds=2.5)
    done(system)
    assert system.renewed == 0


@pytest.mark.parametrize("reason", Reason)
def test_whatever_a_system_refuses_for_the_reader_hears_why(reason: Reason) -> None:
    said = Said(Language.SIMPLIFIED, NOW.date(), str)
    assert said.why(reason)


def test_money_of_another_country_is_not_called_yuan() -> None:
    said = Said(Language.SIMPLIFIED, NOW.date(), str)
    assert (said.money(Money(1250)), said.money(Money(1250, "HKD"))) == ("12.50 元", "HKD 12.50")
