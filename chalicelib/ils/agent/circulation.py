"""The port `Circulation` through the agent: a row goes out, its answer is waited for."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.clock import epoch_ms
from chalicelib.errors import TryLater
from chalicelib.ils.agent import codec, sealing
from chalicelib.ils.agent.sealing import Key
from chalicelib.ils.agent.store import TaskStore
from chalicelib.ils.model import (
    Account,
    Availabilities,
    Call,
    Can,
    CardNumber,
    Fate,
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

_LOOK_S = 0.1
_REMEMBERED = timedelta(minutes=5)


class FateUnknown(TryLater):
    """The agent has the question and did not answer in time: it may have been done."""


class AgentCirculation:
    """`steady` is the machine's clock for waiting, `pause` sleeps."""

    def __init__(
        self,
        tasks: TaskStore,
        key: Key,
        make_id: Callable[[], str],
        pause: Callable[[float], None] = time.sleep,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tasks = tasks
        self._key = key
        self._make_id = make_id
        self._pause = pause
        self._steady = steady
        self._offered: tuple[frozenset[Can], datetime] | None = None

    def can(self, call: Call) -> frozenset[Can]:
        known = self._offered
        if known is not None and call.now - known[1] < _REMEMBERED:
            return known[0]
        try:
            self._offered = (self._asked("can", (), call), call.now)
        except TryLater:
            if known is None:
                raise
        return self._offered[0] if self._offered else frozenset()

    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None:
        patron: Patron | None = self._asked("sign_in", (card, secret), call)
        return patron

    def patron(self, card: CardNumber, call: Call) -> Patron:
        patron: Patron = self._asked("patron", (card,), call)
        return patron

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        page: Page[Loan] = self._asked("loans", (card, after), call)
        return page

    def holds(self, card: CardNumber, call: Call) -> Page[Hold]:
        page: Page[Hold] = self._asked("holds", (card,), call)
        return page

    def fees(self, card: CardNumber, call: Call) -> Page[Fee]:
        page: Page[Fee] = self._asked("fees", (card,), call)
        return page

    def account(self, card: CardNumber, call: Call) -> Account:
        account: Account = self._asked("account", (card,), call)
        return account

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> RenewOutcome:
        unknown = RenewOutcome(Fate.UNKNOWN, loan.item)
        outcome: RenewOutcome = self._effect("renew", (card, loan, key), call, unknown)
        return outcome

    def renew_all(
        self, card: CardNumber, loans: Sequence[Loan], key: str, call: Call
    ) -> tuple[RenewOutcome, ...]:
        unknown = tuple(RenewOutcome(Fate.UNKNOWN, loan.item) for loan in loans)
        given = (card, tuple(loans), key)
        outcomes: tuple[RenewOutcome, ...] = self._effect("renew_all", given, call, unknown)
        return outcomes

    def place_hold(
        self, card: CardNumber, wanted: Wanted, pickup: str, key: str, call: Call
    ) -> HoldOutcome:
        unknown = HoldOutcome(Fate.UNKNOWN)
        given = (card, wanted, pickup, key)
        outcome: HoldOutcome = self._effect("place_hold", given, call, unknown)
        return outcome

    def cancel_hold(self, card: CardNumber, hold: Hold, key: str, call: Call) -> HoldOutcome:
        unknown = HoldOutcome(Fate.UNKNOWN)
        outcome: HoldOutcome = self._effect("cancel_hold", (card, hold, key), call, unknown)
        return outcome

    def pickups(self, card: CardNumber, wanted: Wanted, call: Call) -> tuple[Pickup, ...]:
        pickups: tuple[Pickup, ...] = self._asked("pickups", (card, wanted), call)
        return pickups

    def availability(self, wanted: Sequence[Wanted], call: Call) -> Availabilities:
        known: Availabilities = self._asked("availability", (tuple(wanted),), call)
        return known

    def _effect(self, operation: str, given: tuple[Any, ...], call: Call, unknown: Any) -> Any:
        try:
            return self._asked(operation, given, call)
        except FateUnknown:
            return unknown

    def _asked(self, operation: str, given: tuple[Any, ...], call: Call) -> Any:
        """Raises TryLater where no agent came for it: then it will never be done."""
        end = self._steady() + call.patience_s
        id = f"{epoch_ms(call.now):013}-{self._make_id()}"
        sealed = self._key.seal(codec.asked(operation, given, call), sealing.task(id))
        self._tasks.put(id, sealed, call.now, call.now + timedelta(seconds=call.patience_s))
        answer = self._waited(id, end)
        if answer is None:
            raise self._gave_up(id)
        self._tasks.remove(id)
        return codec.told(operation, self._key.open(answer, sealing.answer(id)))

    def _waited(self, id: str, end: float) -> bytes | None:
        while True:
            answer = self._tasks.answered(id)
            if answer is not None or self._steady() >= end:
                return answer
            self._pause(min(_LOOK_S, max(0.0, end - self._steady())))

    def _gave_up(self, id: str) -> TryLater:
        if self._tasks.withdraw(id):
            return TryLater("the agent in the library does not answer")
        return FateUnknown("the agent in the library did not finish in time")
