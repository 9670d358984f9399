"""Drawn faults: requests lost, answers lost, busy. Nothing is ever done twice, and what is said to be
done is done."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import TryLater
from chalicelib.ils.model import Call, Fate, Loan, Wanted
from tests.ils.koha.bench import KohaBench, koha
from tests.ils.koha.library import NOW
from tests.ils.koha.mock import Fault

MOST_TRIES = 6
CALL = Call(NOW, 1.0)
FAULTS = st.lists(st.sampled_from(list(Fault)), max_size=6)


def renewed(bench: KohaBench, loan: Loan, fresh: bool) -> Fate:
    """Asked as the chat asks: the same key again until the fate is known."""
    for _ in range(MOST_TRIES):
        port = koha(bench.mock) if fresh else bench.port
        try:
            outcome = port.renew(bench.card, loan, "m1", CALL)
        except TryLater:
            continue
        if outcome.fate is not Fate.UNKNOWN:
            return outcome.fate
    return Fate.UNKNOWN


def held(bench: KohaBench, wanted: Wanted) -> Fate:
    for _ in range(MOST_TRIES):
        try:
            outcome = koha(bench.mock).place_hold(bench.card, wanted, "main", "m1", CALL)
        except TryLater:
            continue
        if outcome.fate is not Fate.UNKNOWN:
            return outcome.fate
    return Fate.UNKNOWN


@settings(max_examples=60, deadline=None)
@given(FAULTS, st.booleans())
def test_a_loan_is_renewed_once_whatever_is_lost(faults: list[Fault], fresh: bool) -> None:
    bench = KohaBench()
    loan = a_loan(bench)
    bench.mock.faults = list(faults)
    fate = renewed(bench, loan, fresh)
    bench.mock.faults = []
    count = bench.renewals_of(loan.item)
    bench.close()
    assert count <= 1
    assert (fate is Fate.DONE) <= (count == 1)


def a_loan(bench: KohaBench) -> Loan:
    bench.lend("三体")
    return bench.port.loans(bench.card, Call(NOW)).items[0]


@settings(max_examples=60, deadline=None)
@given(FAULTS)
def test_a_title_is_held_once_whatever_is_lost(faults: list[Fault]) -> None:
    bench = KohaBench()
    wanted = bench.lent_out()
    bench.mock.faults = list(faults)
    fate = held(bench, wanted)
    bench.mock.faults = []
    count = bench.holds_of(wanted)
    bench.close()
    assert count <= 1
    assert (fate is Fate.DONE) <= (count == 1)
