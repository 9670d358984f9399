"""The neutral port: what this service asks of a library system. Every connector passes
tests/contracts/ils.py.

Every method takes a `Call`: it answers within `call.patience_s`, or raises TryLater. Raises, all
of them: TryLater (down, busy, too slow; nothing was done), GiveUp (the system speaks rubbish, or
refuses the library's own login), NotFound (no such card any more). An answer that is odd in
parts is given in parts, `complete` False.
"""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.ils.model import (
    Account,
    Availabilities,
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


class Circulation(Protocol):
    """Cards, loans and holds.

    The four effects take a `key`, made from the reader's message: the same key twice is one
    effect and the same outcome. Where an answer is lost they return Fate.UNKNOWN instead of
    raising; called again with the same key and the value as the reader saw it, they read back
    and compare before they send anything again. A system's "no" is an outcome, never an error.
    """

    def can(self, call: Call) -> frozenset[Can]:
        """May be remembered; a system that is down answers as it last did, if ever."""

    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None:
        """The patron only where the system confirms card and secret both; else None, the same
        for an unknown card and a wrong secret. A blocked or expired card can be right."""

    def patron(self, card: CardNumber, call: Call) -> Patron: ...

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        """What is out, earliest due first where the system can; `after` is a page's `next`."""

    def holds(self, card: CardNumber, call: Call) -> Page[Hold]:
        """Those still open: waiting, in transit, ready, suspended."""

    def fees(self, card: CardNumber, call: Call) -> Page[Fee]: ...

    def account(self, card: CardNumber, call: Call) -> Account:
        """Patron, all loans, all open holds: due, recalled and ready, for reminders."""

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> RenewOutcome:
        """`loan` as the reader saw it: a due date later than `loan.due` is a renewal that
        happened."""

    def renew_all(
        self, card: CardNumber, loans: Sequence[Loan], key: str, call: Call
    ) -> tuple[RenewOutcome, ...]:
        """One outcome for each of `loans`, in their order; what the patience did not reach is
        Fate.UNKNOWN."""

    def place_hold(
        self, card: CardNumber, wanted: Wanted, pickup: str, key: str, call: Call
    ) -> HoldOutcome:
        """`pickup`: an id of `pickups`, '' for the system's own choice."""

    def cancel_hold(self, card: CardNumber, hold: Hold, key: str, call: Call) -> HoldOutcome:
        """A hold that is gone already is DONE."""

    def pickups(self, card: CardNumber, wanted: Wanted, call: Call) -> tuple[Pickup, ...]: ...

    def availability(self, wanted: Sequence[Wanted], call: Call) -> Availabilities:
        """Up to 20 titles; one that the patience did not reach is absent."""
