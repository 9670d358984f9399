"""Whatever is lost in whatever order, and whichever process tries again: nothing is done twice,
and what is told in the end is true."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import TryLater
from chalicelib.ils.model import Call, CardNumber, Fate, Hold, HoldOutcome, Loan, Reason, Wanted
from chalicelib.ils.sip2.connector import Sip2Circulation
from tests.ils.sip2.bench import NOW, sip2
from tests.ils.sip2.faulty import Fault, FaultyServer
from tests.ils.sip2.scripted import UTF8
from tests.peers.sip2.library import Library

T = TypeVar("T")
CARD, OTHER = CardNumber("R0001"), "R0002"
CALL = Call(NOW, 2.0)
FAULTS = st.lists(st.sampled_from(Fault), max_size=8)
NEW_PROCESS = st.lists(st.booleans(), min_size=12, max_size=12)
MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    server = FaultyServer(Library())
    yield server
    server.close()


class Reader:
    """Asks until the answer is certain; now and then another process takes over."""

    def __init__(self, server: FaultyServer, new_process: list[bool]) -> None:
        self._server = server
        self._new = iter(new_process)
        self._port = sip2(server.port, UTF8)[1]

    def settle(self, ask: Callable[[Sip2Circulation], T], is_certain: Callable[[T], bool]) -> T:
        while True:
            answer = self._tried(ask)
            if answer is not None and is_certain(answer):
                return answer
            if next(self._new, False):
                self.close()
                self._port = sip2(self._server.port, UTF8)[1]

    def close(self) -> None:
        self._port.close()

    def _tried(self, ask: Callable[[Sip2Circulation], T]) -> T | None:
        try:
            return ask(self._port)
        except TryLater:
            return None


def the_loan(server: FaultyServer, item: str) -> Loan:
    with closing(sip2(server.port, UTF8)[1]) as port:
        return next(loan for loan in port.loans(CARD, CALL).items if loan.item == item)


@MANY
@given(FAULTS, NEW_PROCESS)
def test_a_renewal_asked_for_happens_once(
    server: FaultyServer, faults: list[Fault], new_process: list[bool]
) -> None:
    server.library.clear()
    item = server.library.lend(CARD.text, "三体")
    seen, server.faults = the_loan(server, item), list(faults)
    with closing(Reader(server, new_process)) as reader:
        told = reader.settle(
            lambda port: port.renew(CARD, seen, "m1", CALL),
            lambda outcome: outcome.fate is not Fate.UNKNOWN,
        )
    server.faults.clear()
    assert (told.fate, told.due) == (Fate.DONE, the_loan(server, item).due)
    assert server.library.renewals_of(item) == 1


@MANY
@given(FAULTS, NEW_PROCESS)
def test_each_hold_asked_for_stands_once(
    server: FaultyServer, faults: list[Fault], new_process: list[bool]
) -> None:
    item = server.library.lend(OTHER, "活着")
    server.faults = list(faults)
    with closing(Reader(server, new_process)) as reader:
        told = reader.settle(
            lambda port: port.place_hold(CARD, Wanted("T1", items=(item,)), "", "m1", CALL),
            _is_held,
        )
    assert told.fate is Fate.DONE or told.reason is Reason.ALREADY_HELD
    assert server.library.holds_of(item) == 1


def _is_held(outcome: HoldOutcome) -> bool:
    return outcome.fate is not Fate.UNKNOWN


@MANY
@given(FAULTS, NEW_PROCESS)
def test_a_hold_told_as_cancelled_is_gone(
    server: FaultyServer, faults: list[Fault], new_process: list[bool]
) -> None:
    item = server.library.lend(OTHER, "活着")
    server.library.hold(CARD.text, item)
    server.faults = list(faults)
    with closing(Reader(server, new_process)) as reader:
        told = reader.settle(
            lambda port: port.cancel_hold(CARD, Hold(item, item=item), "m1", CALL), _is_held
        )
    assert (told.fate, server.library.holds_of(item)) == (Fate.DONE, 0)
