"""The port `Circulation` over SIP2."""

from collections.abc import Sequence

from chalicelib.errors import BadRequest, TryLater
from chalicelib.ils.memory import Memory
from chalicelib.ils.model import (
    Account,
    Availabilities,
    Availability,
    Call,
    Can,
    CardNumber,
    Fee,
    Hold,
    HoldOutcome,
    Item,
    Loan,
    Page,
    Patron,
    Pickup,
    RenewOutcome,
    Secret,
    Wanted,
)
from chalicelib.ils.renewed import Renewed
from chalicelib.ils.sip2 import accounts, answers, renewals, reservations
from chalicelib.ils.sip2.client import Client
from chalicelib.ils.sip2.frames import splits_a_field
from chalicelib.ils.sip2.messages import Message
from chalicelib.ils.sip2.requests import Requests
from chalicelib.ils.sip2.visit import Branches, Visit, visit

MOST_TITLES = 20
_ANY_COPY = "2"


class Sip2Circulation:
    def __init__(self, client: Client, requests: Requests, branches: Branches) -> None:
        self._client = client
        self._requests = requests
        self._branches = branches
        self._renewed: Renewed = Memory()
        self._placed: reservations.Placed = Memory()

    def can(self, call: Call) -> frozenset[Can]:
        try:
            self._visit(call).abilities  # noqa: B018 - asks where nothing is known yet
        except TryLater:
            if self._client.last_abilities is None:
                raise
        return frozenset(_offered(self._visit(call)))

    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None:
        at = self._visit(call)
        if not secret.text.strip() or splits_a_field(secret.text, at.dialect):
            return None
        try:
            answer = at.ask_about(card, _who(at, card, secret))
        except BadRequest:
            return None
        return at.patron_of(answer, card) if answers.confirms(answer) else None

    def patron(self, card: CardNumber, call: Call) -> Patron:
        at = self._visit(call)
        return at.patron_of(at.account(card), card)

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        return accounts.loans(self._visit(call), card, after)

    def holds(self, card: CardNumber, call: Call) -> Page[Hold]:
        return accounts.holds(self._visit(call), card)

    def fees(self, card: CardNumber, call: Call) -> Page[Fee]:
        return accounts.fees(self._visit(call), card)

    def account(self, card: CardNumber, call: Call) -> Account:
        return accounts.account(self._visit(call), card)

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> RenewOutcome:
        return renewals.renew(self._visit(call), card, loan, key, self._renewed)

    def renew_all(
        self, card: CardNumber, loans: Sequence[Loan], key: str, call: Call
    ) -> tuple[RenewOutcome, ...]:
        return renewals.renew_all(self._visit(call), card, loans, key, self._renewed)

    def place_hold(
        self, card: CardNumber, wanted: Wanted, pickup: str, key: str, call: Call
    ) -> HoldOutcome:
        return reservations.place(self._visit(call), card, wanted, pickup, key, self._placed)

    def cancel_hold(self, card: CardNumber, hold: Hold, key: str, call: Call) -> HoldOutcome:
        return reservations.cancel(self._visit(call), card, hold)

    def pickups(self, card: CardNumber, wanted: Wanted, call: Call) -> tuple[Pickup, ...]:
        """SIP2 cannot ask; the settings know."""
        return tuple(Pickup(id) for id in dict.fromkeys(self._branches.by_code.values()))

    def availability(self, wanted: Sequence[Wanted], call: Call) -> Availabilities:
        at = self._visit(call)
        found = (_availability(at, one) for one in wanted[:MOST_TITLES] if at.has_time)
        return {known.title_id: known for known in found if known.items}

    def close(self) -> None:
        """Lets go of the lines; the next call opens them anew."""
        self._client.close()

    def _visit(self, call: Call) -> Visit:
        return visit(self._client, self._requests, self._branches, call)


def _who(at: Visit, card: CardNumber, secret: Secret) -> Message:
    if at.takes("63"):
        return at.requests.patron(card, at.now, secret)
    return at.requests.patron_status(card, secret, at.now)


def _offered(at: Visit) -> set[Can]:
    """Whatever the system takes a message for."""
    has_accounts = at.takes("63")
    may_hold = has_accounts and at.takes("15")
    offered = {
        Can.LOANS: has_accounts,
        Can.FEES: has_accounts,
        Can.RECALLS: has_accounts,
        Can.RENEW: has_accounts and at.takes("29"),
        Can.HOLDS: may_hold,
        Can.HOLD_ITEM: may_hold,
        Can.HOLD_TITLE: may_hold and at.dialect.hold_type == _ANY_COPY,
        Can.CANCEL_HOLD: may_hold and at.dialect.cancels_holds,
        Can.CHOOSE_PICKUP: may_hold and bool(at.branches.by_code),
        Can.AVAILABILITY: at.takes("17"),
    }
    return {can for can, is_offered in offered.items() if is_offered}


def _availability(at: Visit, wanted: Wanted) -> Availability:
    known = [(barcode, at.item_if_in_time(barcode)) for barcode in wanted.items]
    items = tuple(_item(at, barcode, told) for barcode, told in known if told is not None)
    queues = [told.first("CF") for _, told in known if told is not None]
    waiting = [int(queue) for queue in queues if queue.isascii() and queue.isdigit()]
    return Availability(wanted.title_id, items, max(waiting, default=None))


def _item(at: Visit, barcode: str, told: Message) -> Item:
    place = told.first("AP") or told.first("AQ")
    return Item(
        barcode=barcode,
        state=answers.shelf(told),
        branch=at.branches.named(place),
        due=answers.due(told, at.dialect, at.timezone),
        call_number=told.first("CS"),
    )
