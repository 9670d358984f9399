"""The port `Circulation` over Koha's REST API."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.ils.deadline import within
from chalicelib.ils.koha import accounts, reading, renewals, reservations, shelves
from chalicelib.ils.koha.client import Client, Refused
from chalicelib.ils.koha.model import Ways
from chalicelib.ils.koha.visit import Visit, id_of, visit
from chalicelib.ils.memory import Memory
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
from chalicelib.ils.renewed import Renewed

MOST_TITLES = 20


class KohaCirculation:
    def __init__(self, client: Client, ways: Ways) -> None:
        self._client = client
        self._ways = ways
        self._renewed: Renewed = Memory()
        self._has_met = False

    def can(self, call: Call) -> frozenset[Can]:
        """The API cannot be asked; but once a process it is asked whether it knows us."""
        if not self._has_met:
            self._client.meet(within(call.patience_s))
            self._has_met = True
        return self._ways.offers

    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None:
        """Koha looks among user names before card numbers: another's name that looks like this
        card is a no."""
        at = self._visit(call)
        if not secret.text.strip():
            return None
        both = {"identifier": card.text, "password": secret.text}
        answer = at.change("sign-in", "POST", "/auth/password/validation", both)
        if isinstance(answer, Refused):
            return None
        facts = at.get("patron", f"/patrons/{id_of(answer, 'patron_id')}")
        wanted = card.text.casefold()
        named = {reading.text(one, "cardnumber").casefold() for one in (answer, facts)}
        return at.patron_of(facts, card) if named == {wanted} else None

    def patron(self, card: CardNumber, call: Call) -> Patron:
        at = self._visit(call)
        return at.patron_of(at.patron_facts(card), card)

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        at = self._visit(call)
        return accounts.loans(at, at.patron_id(card), after)

    def holds(self, card: CardNumber, call: Call) -> Page[Hold]:
        at = self._visit(call)
        return accounts.holds(at, at.patron_id(card))

    def fees(self, card: CardNumber, call: Call) -> Page[Fee]:
        at = self._visit(call)
        return accounts.fees(at, at.patron_id(card))

    def account(self, card: CardNumber, call: Call) -> Account:
        at = self._visit(call)
        facts = at.patron_facts(card)
        patron_id = id_of(facts, "patron_id")
        loans, holds = accounts.all_loans(at, patron_id), accounts.holds(at, patron_id)
        counted = replace(
            at.patron_of(facts, card),
            loans=len(loans.items),
            overdue=sum(loan.overdue for loan in loans.items),
            holds=len(holds.items),
        )
        return Account(counted, loans.items, holds.items, loans.complete and holds.complete)

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> RenewOutcome:
        return renewals.renew(self._visit(call), card, loan, key, self._renewed)

    def renew_all(
        self, card: CardNumber, loans: Sequence[Loan], key: str, call: Call
    ) -> tuple[RenewOutcome, ...]:
        return renewals.renew_all(self._visit(call), card, loans, key, self._renewed)

    def place_hold(
        self, card: CardNumber, wanted: Wanted, pickup: str, key: str, call: Call
    ) -> HoldOutcome:
        return reservations.place(self._visit(call), card, wanted, pickup, key)

    def cancel_hold(self, card: CardNumber, hold: Hold, key: str, call: Call) -> HoldOutcome:
        return reservations.cancel(self._visit(call), card, hold)

    def pickups(self, card: CardNumber, wanted: Wanted, call: Call) -> tuple[Pickup, ...]:
        at = self._visit(call)
        return shelves.pickups(at, at.patron_id(card), wanted)

    def availability(self, wanted: Sequence[Wanted], call: Call) -> Availabilities:
        at = self._visit(call)
        found = (shelves.availability(at, one) for one in wanted[:MOST_TITLES] if at.has_time)
        return {known.title_id: known for known in found if known is not None}

    def close(self) -> None:
        self._client.close()

    def _visit(self, call: Call) -> Visit:
        return visit(self._client, self._ways, call)
