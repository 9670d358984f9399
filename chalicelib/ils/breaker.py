"""A library system behind a breaker: while it does not answer, readers do not wait for it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Lock
from typing import TypeVar

from chalicelib.errors import NotAsked, NotUnderstood, TryLater
from chalicelib.ils.breaker_model import Breaker
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
from chalicelib.ils.ports import Circulation
from chalicelib.logs import fields, logger

log = logger("breaker")
T = TypeVar("T")
TOO_SHORT_S = 0.5
"""Who waits no longer than this learns nothing about the system by waiting in vain."""


class Guarded:
    """A `Circulation` that raises NotAsked, at once, while `inner` is left in peace.

    What it remembers is this process's: each process finds out by itself.
    """

    def __init__(self, inner: Circulation) -> None:
        self.inner = inner
        self._breaker = Breaker()
        self._lock = Lock()
        self._can: frozenset[Can] | None = None

    def can(self, call: Call) -> frozenset[Can]:
        """As it last answered, while it does not."""
        try:
            self._can = self._ask(call, lambda: self.inner.can(call))
        except TryLater:
            if self._can is None:
                raise
        return self._can

    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None:
        return self._ask(call, lambda: self.inner.sign_in(card, secret, call))

    def patron(self, card: CardNumber, call: Call) -> Patron:
        return self._ask(call, lambda: self.inner.patron(card, call))

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        return self._ask(call, lambda: self.inner.loans(card, call, after))

    def holds(self, card: CardNumber, call: Call) -> Page[Hold]:
        return self._ask(call, lambda: self.inner.holds(card, call))

    def fees(self, card: CardNumber, call: Call) -> Page[Fee]:
        return self._ask(call, lambda: self.inner.fees(card, call))

    def account(self, card: CardNumber, call: Call) -> Account:
        return self._ask(call, lambda: self.inner.account(card, call))

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> RenewOutcome:
        return self._ask(call, lambda: self.inner.renew(card, loan, key, call), _is_unknown)

    def renew_all(
        self, card: CardNumber, loans: Sequence[Loan], key: str, call: Call
    ) -> tuple[RenewOutcome, ...]:
        return self._ask(call, lambda: self.inner.renew_all(card, loans, key, call), _are_unknown)

    def place_hold(
        self, card: CardNumber, wanted: Wanted, pickup: str, key: str, call: Call
    ) -> HoldOutcome:
        def place() -> HoldOutcome:
            return self.inner.place_hold(card, wanted, pickup, key, call)

        return self._ask(call, place, _is_unknown)

    def cancel_hold(self, card: CardNumber, hold: Hold, key: str, call: Call) -> HoldOutcome:
        return self._ask(call, lambda: self.inner.cancel_hold(card, hold, key, call), _is_unknown)

    def pickups(self, card: CardNumber, wanted: Wanted, call: Call) -> tuple[Pickup, ...]:
        return self._ask(call, lambda: self.inner.pickups(card, wanted, call))

    def availability(self, wanted: Sequence[Wanted], call: Call) -> Availabilities:
        """Nothing is learnt from it: who looks for a book waits too briefly to tell a slow system
        from one that is down."""
        if self.is_resting(call):
            raise NotAsked("the library system has not been answering")
        return self.inner.availability(wanted, call)

    def is_resting(self, call: Call) -> bool:
        return not self._breaker.may_ask(call.now)

    def _ask(
        self, call: Call, ask: Callable[[], T], is_lost: Callable[[T], bool] = lambda _: False
    ) -> T:
        self._begin(call)
        try:
            told = ask()
        except Exception as problem:
            self._learnt(call, _is_silence(problem))
            raise
        self._learnt(call, is_lost(told))
        return told

    def _learnt(self, call: Call, is_silent: bool) -> None:
        if is_silent:
            self._failed(call)
        else:
            self._breaker = self._breaker.answered()

    def _begin(self, call: Call) -> None:
        with self._lock:
            if not self._breaker.may_ask(call.now):
                raise NotAsked("the library system has not been answering")
            self._breaker = self._breaker.asking(call.now)

    def _failed(self, call: Call) -> None:
        if call.patience_s < TOO_SHORT_S:
            return
        with self._lock:
            ended = call.now + timedelta(seconds=call.patience_s)
            self._breaker = self._breaker.failed(call.now, ended)
        if not self._breaker.may_ask(call.now):
            log.warning("the library system rests", extra=fields(failures=self._breaker.failures))


def _is_silence(problem: Exception) -> bool:
    """Any other error is an answer."""
    return isinstance(problem, TryLater) and not isinstance(problem, NotUnderstood)


def _is_unknown(outcome: RenewOutcome | HoldOutcome) -> bool:
    return outcome.fate is Fate.UNKNOWN


def _are_unknown(outcomes: tuple[RenewOutcome, ...]) -> bool:
    return bool(outcomes) and all(_is_unknown(one) for one in outcomes)
