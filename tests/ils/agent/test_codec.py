"""Every call of the port goes out and comes back as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.errors import BadRequest, GiveUp, NotFound, NotUnderstood, TryLater, WeiguanError
from chalicelib.ils.agent import codec
from chalicelib.ils.model import (
    Account,
    Availability,
    Call,
    Can,
    CardNumber,
    Due,
    Fate,
    Fee,
    FeeKind,
    Hold,
    HoldOutcome,
    HoldState,
    Item,
    Loan,
    Money,
    Page,
    Patron,
    Pickup,
    Reason,
    RenewOutcome,
    Secret,
    Wanted,
)

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
CARD, PIN = CardNumber("R0001"), Secret("4711")
DUE = Due(date(2026, 12, 5), datetime(2026, 12, 5, 15, 59, tzinfo=UTC))
LOAN = Loan("B1", "B1", "億萬富翁", DUE, renewals=1, overdue=True, fee=Money(150))
HOLD = Hold("B2", "活着", HoldState.READY, place=None, ready_until=Due(date(2026, 12, 1)))
PATRON = Patron(CARD, "陈读者", expires=date(2027, 1, 1), loans=3, owed=Money(5))
WANTED = Wanted("T1", "三体", ("B1", "B2"))
CALLS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("can", (), frozenset({Can.LOANS, Can.RENEW})),
    ("sign_in", (CARD, PIN), PATRON),
    ("sign_in", (CARD, PIN), None),
    ("patron", (CARD,), PATRON),
    ("loans", (CARD, "21"), Page((LOAN,), "41", False)),
    ("holds", (CARD,), Page((HOLD,))),
    ("fees", (CARD,), Page((Fee("all", Money(150), FeeKind.LOST, words="请到服务台"),))),
    ("account", (CARD,), Account(PATRON, (LOAN,), (HOLD,), False)),
    ("renew", (CARD, LOAN, "m1"), RenewOutcome(Fate.DONE, "B1", DUE)),
    ("renew_all", (CARD, (LOAN,), "m1"), (RenewOutcome.refused("B1", Reason.RECALLED),)),
    ("place_hold", (CARD, WANTED, "main", "m1"), HoldOutcome(Fate.DONE, HOLD)),
    ("cancel_hold", (CARD, HOLD, "m1"), HoldOutcome.refused(Reason.ALREADY_READY, "已到馆")),
    ("pickups", (CARD, WANTED), (Pickup("main", "总馆"),)),
    ("availability", ((WANTED,),), {"T1": Availability("T1", (Item("B1", due=DUE),), 2)}),
]


@dataclass
class Recording:
    """Says whatever it is told to, and remembers how it was asked."""

    says: Any
    heard: list[tuple[Any, ...]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        def asked(*given: Any) -> Any:
            self.heard.append((name, *given))
            if isinstance(self.says, Exception):
                raise self.says
            return self.says

        return asked


def through(operation: str, given: Sequence[Any], port: Recording) -> Any:
    raw = codec.asked(operation, tuple(given), Call(NOW, 3.0))
    return codec.told(operation, codec.perform(port, raw, 2.5))  # type: ignore[arg-type]


@pytest.mark.parametrize(("operation", "given", "answer"), CALLS)
def test_a_call_arrives_and_its_answer_returns(
    operation: str, given: tuple[Any, ...], answer: Any
) -> None:
    port = Recording(answer)
    assert through(operation, given, port) == answer
    heard = [part for part in port.heard[0] if not isinstance(part, Call)]
    assert heard == [operation, *given]


def test_the_call_carries_its_time_and_what_patience_is_left() -> None:
    port = Recording(PATRON)
    through("patron", (CARD,), port)
    assert port.heard[0][-1] == Call(NOW, 2.5)


@pytest.mark.parametrize(
    "problem", [TryLater("busy"), NotUnderstood("odd"), GiveUp("rubbish"), NotFound("gone")]
)
def test_an_error_is_raised_where_it_was_asked(problem: WeiguanError) -> None:
    with pytest.raises(type(problem), match=str(problem)):
        through("patron", (CARD,), Recording(problem))


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b'{"operation": "close", "given": [], "call": {"now": "2026-11-21T03:00:00Z"}}'],
)
def test_what_is_no_call_is_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        codec.perform(Recording(None), raw, 1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"value": 3}'])
def test_what_is_no_answer_is_given_up(raw: bytes) -> None:
    with pytest.raises(GiveUp):
        codec.told("patron", raw)
