"""While a library system does not answer, readers do not wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import GiveUp, NotAsked, NotUnderstood, TryLater
from chalicelib.ils.breaker import Guarded
from chalicelib.ils.breaker_model import FAILURES, LONGEST_REST, REST
from chalicelib.ils.model import (
    Availabilities,
    Call,
    Can,
    CardNumber,
    Fate,
    Loan,
    RenewOutcome,
    Wanted,
)
from tests.contracts.ils import Bench, CirculationContract
from tests.ils.desk import MONDAY, FaultyRows
from tests.ils.fakes import FakeRows
from tests.ils.test_embedded_contract import EmbeddedBench

CARD, LOAN = CardNumber("C1234"), Loan("1", "B1")


@dataclass
class Wayward:
    """A library system that raises what it is told to, and counts how often it was asked."""

    raises: Exception | None = None
    fate: Fate = Fate.DONE
    asked: int = 0
    offers: frozenset[Can] = field(default_factory=lambda: frozenset({Can.RENEW}))

    def _heard(self) -> None:
        self.asked += 1
        if self.raises is not None:
            raise self.raises

    def can(self, call: Call) -> frozenset[Can]:
        self._heard()
        return self.offers

    def patron(self, card: CardNumber, call: Call) -> None:
        self._heard()

    def availability(self, wanted: Sequence[Wanted], call: Call) -> Availabilities:
        self._heard()
        return {}

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> RenewOutcome:
        self._heard()
        return RenewOutcome(self.fate, loan.item)


@dataclass
class Patient:
    """Asks a guarded system at times of its own."""

    inner: Any
    patience_s: float = 2.0

    def __post_init__(self) -> None:
        self.system = Guarded(self.inner)
        self.now = Call(MONDAY, self.patience_s)

    def waits(self, length: timedelta) -> None:
        self.now = replace(self.now, now=self.now.now + length)

    def fails(self, times: int = FAILURES, how: type[Exception] = TryLater) -> None:
        for _ in range(times):
            with pytest.raises(how):
                self.system.patron(CARD, self.now)


@pytest.fixture
def down() -> Patient:
    """It did not answer often enough."""
    caller = Patient(Wayward(TryLater("down")))
    caller.fails()
    return caller


def test_after_failures_in_a_row_nobody_asks_it(down: Patient) -> None:
    with pytest.raises(NotAsked):
        down.system.patron(CARD, down.now)
    assert down.inner.asked == FAILURES


def test_an_answer_in_between_begins_the_count_anew() -> None:
    caller = Patient(Wayward(TryLater("down")))
    caller.fails(FAILURES - 1)
    caller.inner.raises = None
    caller.system.patron(CARD, caller.now)
    caller.inner.raises = TryLater("down")
    caller.fails(FAILURES - 1)
    assert not caller.system.is_resting(caller.now)


def test_after_a_rest_one_caller_finds_out(down: Patient) -> None:
    down.waits(REST + timedelta(seconds=2))
    down.inner.raises = None
    down.system.patron(CARD, down.now)
    down.system.patron(CARD, down.now)
    assert down.inner.asked == FAILURES + 2


def test_while_one_finds_out_the_others_rest(down: Patient) -> None:
    down.waits(REST + timedelta(seconds=2))
    others: list[bool] = []
    down.inner.raises = None
    down.inner.patron = lambda card, call: others.append(down.system.is_resting(call))
    down.system.patron(CARD, down.now)
    assert others == [True]


def test_rests_grow_up_to_the_longest(down: Patient) -> None:
    down.waits(REST + timedelta(seconds=2))
    down.fails(1)
    down.waits(REST + timedelta(seconds=2))
    assert down.system.is_resting(down.now)
    down.waits(LONGEST_REST)
    assert not down.system.is_resting(down.now)


def test_what_was_asked_before_the_rest_does_not_lengthen_it(down: Patient) -> None:
    down.system._failed(down.now)
    down.waits(REST + timedelta(seconds=2))
    assert not down.system.is_resting(down.now)


def test_a_lost_answer_counts_as_none() -> None:
    caller = Patient(Wayward(fate=Fate.UNKNOWN))
    told = [caller.system.renew(CARD, LOAN, "k", caller.now) for _ in range(FAILURES)]
    assert told[-1].fate is Fate.UNKNOWN
    assert caller.system.is_resting(caller.now)


@pytest.mark.parametrize("problem", [GiveUp("rubbish"), NotUnderstood("a PIN it cannot read")])
def test_rubbish_is_an_answer(problem: Exception) -> None:
    """Else one reader's odd PIN would make the library look down for all."""
    caller = Patient(Wayward(problem))
    caller.fails(FAILURES * 2, type(problem))
    assert caller.inner.asked == FAILURES * 2


def test_who_had_no_time_to_wait_says_nothing_about_it() -> None:
    caller = Patient(Wayward(TryLater("too slow")), 0.1)
    caller.fails(FAILURES * 2)
    assert not caller.system.is_resting(caller.now)


def test_who_looks_for_a_book_says_nothing_about_it_and_leaves_it_its_rest(down: Patient) -> None:
    caller = Patient(Wayward(TryLater("too slow")))
    for _ in range(FAILURES * 2):
        with pytest.raises(TryLater):
            caller.system.availability((), caller.now)
    assert not caller.system.is_resting(caller.now)
    with pytest.raises(NotAsked):
        down.system.availability((), down.now)
    assert down.inner.asked == FAILURES


def test_what_it_offers_is_remembered() -> None:
    caller = Patient(Wayward())
    caller.system.can(caller.now)
    caller.inner.raises = TryLater("down")
    assert caller.system.can(caller.now) == frozenset({Can.RENEW})


class GuardedBench(EmbeddedBench):
    """The embedded system behind a breaker."""

    def __init__(self) -> None:
        super().__init__(FaultyRows(FakeRows()))
        self.circulation = Guarded(self.library.circulation)  # type: ignore[assignment]


class TestGuarded(CirculationContract):
    """A guarded system is the system."""

    @pytest.fixture
    def bench(self) -> Bench:
        return GuardedBench()
