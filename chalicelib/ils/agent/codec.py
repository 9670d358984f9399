"""The port's calls and answers as bytes, for a library system that is asked from afar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from chalicelib.errors import (
    BadRequest,
    Conflict,
    GiveUp,
    NotAllowed,
    NotFound,
    NotUnderstood,
    TryLater,
)
from chalicelib.errors import WeiguanError as Known
from chalicelib.ils.model import (
    Account,
    Availability,
    Call,
    Can,
    CardNumber,
    Fee,
    Hold,
    HoldOutcome,
    Loan,
    Page,
    Patron,
    Pickup,
    RenewOutcome,
    Secret,
    Wanted,
)
from chalicelib.ils.ports import Circulation

TAKE, ANSWER = "/agent/take", "/agent/answer"
"""Where the agent asks, below the service's address."""


@dataclass(frozen=True)
class Operation:
    """Types of what goes out, `call` apart, and of what comes back."""

    given: Any
    told: Any


OPERATIONS: Mapping[str, Operation] = {
    "can": Operation(tuple[()], frozenset[Can]),
    "sign_in": Operation(tuple[CardNumber, Secret], Patron | None),
    "patron": Operation(tuple[CardNumber], Patron),
    "loans": Operation(tuple[CardNumber, str], Page[Loan]),
    "holds": Operation(tuple[CardNumber], Page[Hold]),
    "fees": Operation(tuple[CardNumber], Page[Fee]),
    "account": Operation(tuple[CardNumber], Account),
    "renew": Operation(tuple[CardNumber, Loan, str], RenewOutcome),
    "renew_all": Operation(tuple[CardNumber, tuple[Loan, ...], str], tuple[RenewOutcome, ...]),
    "place_hold": Operation(tuple[CardNumber, Wanted, str, str], HoldOutcome),
    "cancel_hold": Operation(tuple[CardNumber, Hold, str], HoldOutcome),
    "pickups": Operation(tuple[CardNumber, Wanted], tuple[Pickup, ...]),
    "availability": Operation(tuple[tuple[Wanted, ...]], dict[str, Availability]),
}
_ERRORS: Mapping[str, type[Known]] = {
    kind.__name__: kind
    for kind in (NotUnderstood, TryLater, GiveUp, NotFound, NotAllowed, BadRequest, Conflict)
}


@dataclass(frozen=True)
class Asked:
    """One call of the port; `given` is read by its operation's types."""

    operation: str
    given: msgspec.Raw
    call: Call


@dataclass(frozen=True)
class Told:
    """`error` names one of our errors, '' for none."""

    value: msgspec.Raw
    error: str = ""
    words: str = ""


def asked(operation: str, given: tuple[Any, ...], call: Call) -> bytes:
    inner = msgspec.Raw(msgspec.json.encode(given))
    return msgspec.json.encode(Asked(operation, inner, call))


def perform(circulation: Circulation, raw: bytes, patience_s: float) -> bytes:
    """What the call comes to, an error included. Raises BadRequest for what is no call."""
    try:
        task = msgspec.json.decode(raw, type=Asked)
        given = msgspec.json.decode(task.given, type=OPERATIONS[task.operation].given)
    except (msgspec.DecodeError, KeyError):
        raise BadRequest("not a call of the port") from None
    call = Call(task.call.now, patience_s)
    try:
        return msgspec.json.encode(Told(_encoded(_called(circulation, task, given, call))))
    except Known as problem:
        return refused(problem)


def _called(circulation: Circulation, task: Asked, given: tuple[Any, ...], call: Call) -> Any:
    if task.operation == "loans":
        card, after = given
        return circulation.loans(card, call, after)
    return getattr(circulation, task.operation)(*given, call)


def _encoded(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


def refused(problem: Known) -> bytes:
    """An answer that raises the same kind of error where it was asked."""
    kind = next((name for name, one in _ERRORS.items() if isinstance(problem, one)), "GiveUp")
    return msgspec.json.encode(Told(_encoded(None), kind, str(problem)))


def told(operation: str, raw: bytes) -> Any:
    """The value, or the error raised anew. Raises GiveUp for what is no answer."""
    try:
        answer = msgspec.json.decode(raw, type=Told)
    except msgspec.DecodeError:
        raise GiveUp("the agent's answer cannot be read") from None
    if answer.error:
        raise _ERRORS.get(answer.error, GiveUp)(answer.words)
    try:
        return msgspec.json.decode(answer.value, type=OPERATIONS[operation].told)
    except msgspec.DecodeError:
        raise GiveUp("the agent's answer cannot be read") from None
