"""The embedded library system behind the neutral port."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Generic, TypeVar

from chalicelib.clock import epoch_s
from chalicelib.errors import NotFound
from chalicelib.ils.embedded import holding, lending, outcomes, views
from chalicelib.ils.embedded.books import CARD, TITLE, Books, Opened, Unsure, deed_key
from chalicelib.ils.embedded.holding import Asked
from chalicelib.ils.embedded.model import Card, Title
from chalicelib.ils.embedded.rules import Terms, TermsAt
from chalicelib.ils.model import (
    Account,
    Availabilities,
    Call,
    Can,
    CardNumber,
    Due,
    Fate,
    Fee,
    Hold,
    HoldOutcome,
    Loan,
    Page,
    Patron,
    Pickup,
    Reason,
    RenewOutcome,
    Secret,
    Wanted,
)
from chalicelib.staff import passwords

T = TypeVar("T")
LOANS_A_PAGE = 50


@dataclass(frozen=True)
class _Kept(Generic[T]):
    """How an outcome is remembered for whoever asks again."""

    read: Callable[[str], T]
    write: Callable[[T], str]


_RENEWALS = _Kept(outcomes.renew_of, outcomes.renew_text)
_HOLDS = _Kept(outcomes.hold_of, outcomes.hold_text)


class EmbeddedCirculation:
    """One read answers most calls; an effect is two reads and one transaction."""

    def __init__(
        self,
        books: Books,
        terms: TermsAt,
        matches: Callable[[str, str], bool] = passwords.matches,
    ) -> None:
        self._books = books
        self._terms = terms
        self._matches = matches

    def can(self, call: Call) -> frozenset[Can]:
        return frozenset(Can) - {Can.RECALLS}

    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None:
        found = self._found(card)
        right = self._matches(secret.text, found.secret if found else passwords.NOBODY)
        if found is None or not right:
            return None
        return views.patron_view(found, self._terms(call.now))

    def _found(self, card: CardNumber) -> Card | None:
        try:
            return self._card(card)
        except NotFound:
            return None

    def _card(self, card: CardNumber) -> Card:
        return self._books.open().card(views.plain_number(card))

    def patron(self, card: CardNumber, call: Call) -> Patron:
        return views.patron_view(self._card(card), self._terms(call.now))

    def loans(self, card: CardNumber, call: Call, after: str = "") -> Page[Loan]:
        loans = views.loans_of(self._card(card), self._terms(call.now))
        start = int(after) if after.isdecimal() else 0
        end = start + LOANS_A_PAGE
        return Page(loans[start:end], str(end) if len(loans) > end else "")

    def holds(self, card: CardNumber, call: Call) -> Page[Hold]:
        return Page(self._holds(self._card(card)))

    def _holds(self, card: Card) -> tuple[Hold, ...]:
        return views.holds_of(card, self._books.titles(card.holds.values()))

    def fees(self, card: CardNumber, call: Call) -> Page[Fee]:
        return Page(tuple(views.fee_view(fee) for fee in self._card(card).fees))

    def account(self, card: CardNumber, call: Call) -> Account:
        found, terms = self._card(card), self._terms(call.now)
        patron = views.patron_view(found, terms)
        return Account(patron, views.loans_of(found, terms), self._holds(found))

    def renew(self, card: CardNumber, loan: Loan, key: str, call: Call) -> RenewOutcome:
        terms, lost = self._terms(call.now), RenewOutcome(Fate.UNKNOWN, loan.item)

        def decide(opened: Opened, number: str) -> RenewOutcome:
            return _renewed(opened, terms, number, loan)

        return self._once(_RENEWALS, (card, key, loan.title_id), call, decide, lost)

    def renew_all(
        self, card: CardNumber, loans: Sequence[Loan], key: str, call: Call
    ) -> tuple[RenewOutcome, ...]:
        until = time.monotonic() + call.patience_s
        return tuple(self._in_time(card, loan, f"{key}/{loan.item}", call, until) for loan in loans)

    def _in_time(
        self, card: CardNumber, loan: Loan, key: str, call: Call, until: float
    ) -> RenewOutcome:
        left_s = until - time.monotonic()
        if left_s <= 0:
            return RenewOutcome(Fate.UNKNOWN, loan.item)
        return self.renew(card, loan, key, replace(call, patience_s=left_s))

    def place_hold(
        self, card: CardNumber, wanted: Wanted, pickup: str, key: str, call: Call
    ) -> HoldOutcome:
        terms = self._terms(call.now)
        where = pickup or terms.rules.branches[0]

        def decide(opened: Opened, number: str) -> HoldOutcome:
            hold_id = deed_key(number, key)[-16:]
            return _placed(opened, terms, number, wanted, Asked(hold_id, where, call.now))

        about = (card, key, wanted.title_id)
        return self._once(_HOLDS, about, call, decide, HoldOutcome(Fate.UNKNOWN))

    def cancel_hold(self, card: CardNumber, hold: Hold, key: str, call: Call) -> HoldOutcome:
        terms = self._terms(call.now)

        def decide(opened: Opened, number: str) -> HoldOutcome:
            return _cancelled(opened, terms, number, hold)

        about = (card, key, hold.title_id)
        return self._once(_HOLDS, about, call, decide, HoldOutcome(Fate.UNKNOWN))

    def _once(
        self,
        kept: _Kept[T],
        about: tuple[CardNumber, str, str],
        call: Call,
        decide: Callable[[Opened, str], T],
        lost: T,
    ) -> T:
        """The outcome is written in the same transaction as the effect, refusals too. `about`:
        the card, the effect's key, and the title it is likely about, read along."""
        card, key, title_id = about
        number = views.plain_number(card)
        deed, until = deed_key(number, key), call.now + timedelta(days=outcomes.KEPT_DAYS)

        def attempt(opened: Opened) -> T:
            opened.load([deed, CARD + number, TITLE + title_id])
            told = opened.body(deed)
            if told:
                return kept.read(told)
            outcome = decide(opened, number)
            opened.put(deed, kept.write(outcome), gone_after=epoch_s(until))
            return outcome

        try:
            return self._books.change(attempt, call.patience_s)
        except Unsure:
            return lost

    def pickups(self, card: CardNumber, wanted: Wanted, call: Call) -> tuple[Pickup, ...]:
        terms = self._terms(call.now)
        names = terms.branch_names
        return tuple(Pickup(one, names.get(one, "")) for one in terms.rules.branches)

    def availability(self, wanted: Sequence[Wanted], call: Call) -> Availabilities:
        titles = self._books.titles([one.title_id for one in wanted])
        return {name: views.availability_view(title) for name, title in titles.items()}


def _renewed(opened: Opened, terms: Terms, number: str, loan: Loan) -> RenewOutcome:
    card = opened.card(number)
    held = card.loan(loan.item)
    if held is None:
        return RenewOutcome.refused(loan.item, Reason.NOT_ON_LOAN)
    title = opened.title(held.title_id)
    seen = loan.due.day if loan.due else None
    done = lending.renew(terms.rules, card, title, loan.item, seen, terms.days)
    if done.reason is not None or done.card is None:
        return RenewOutcome.refused(loan.item, done.reason or Reason.UNKNOWN)
    opened.put_card(done.card)
    opened.put_title(done.title)
    due = Due(done.due) if done.due else None
    return RenewOutcome(Fate.DONE, loan.item, due, done.renewals_left)


def _placed(opened: Opened, terms: Terms, number: str, wanted: Wanted, asked: Asked) -> HoldOutcome:
    card = opened.card(number)
    title = _title_wanted(opened, wanted)
    if title is None:
        return HoldOutcome.refused(Reason.NO_SUCH_ITEM)
    standing = lending.standing(terms.rules, card, terms.days)
    done = holding.place(terms.rules, card, title, asked, standing)
    if done.reason is not None or done.hold is None:
        return HoldOutcome.refused(done.reason or Reason.UNKNOWN)
    opened.put_card(done.card)
    opened.put_title(done.title)
    return HoldOutcome(Fate.DONE, views.hold_view(done.title, done.hold))


def _title_wanted(opened: Opened, wanted: Wanted) -> Title | None:
    """By its id, else by the first copy we know."""
    try:
        return opened.title(wanted.title_id)
    except NotFound:
        pass
    try:
        return opened.title_of_copy(next(iter(wanted.items), ""))
    except NotFound:
        return None


def _cancelled(opened: Opened, terms: Terms, number: str, hold: Hold) -> HoldOutcome:
    card = opened.card(number)
    title_id = card.holds.get(hold.id)
    if title_id is None:
        return HoldOutcome(Fate.DONE)
    done = holding.end(terms.rules, card, opened.title(title_id), hold.id, terms.days)
    opened.put_card(done.card)
    opened.put_title(done.title)
    return HoldOutcome(Fate.DONE)
