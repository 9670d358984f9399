"""What every connector to a library system does, the same suite for all.

A connector's test file subclasses `CirculationContract` and gives a fixture `bench`: one library
system in a known state, fresh for each test. What a system does not offer (`Can`), or what a peer
cannot be made to do (`Trick`), is skipped by name.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import pytest

from chalicelib.errors import NotFound, TryLater
from chalicelib.ils.model import (
    Call,
    Can,
    CardNumber,
    Fate,
    HoldState,
    Loan,
    Page,
    Patron,
    Reason,
    Secret,
    Wanted,
)
from chalicelib.ils.ports import Circulation

RARE = "億萬富翁与龘靐"
"""億 has the byte of `|` in GBK; the last two are outside GBK: a system may lose them."""


class Trick(StrEnum):
    """What a peer can be made to do beside circulating."""

    RESERVE = "reserve"
    GIVE_BACK = "give_back"
    GO_DOWN = "go_down"
    LOSE_ANSWER = "lose_answer"
    COUNT = "count"


class Bench(Protocol):
    """One library system with two readers in good standing, `card` and `other`."""

    tricks: frozenset[Trick]
    timezone: str
    card: CardNumber
    secret: Secret
    other: CardNumber

    @property
    def circulation(self) -> Circulation: ...

    @property
    def now(self) -> datetime:
        """The system's own time, UTC."""

    def lend(self, title: str) -> str:
        """`card` borrows a copy; returns its barcode. `title` as far as the peer can set it."""

    def title_of(self, item: str) -> str:
        """What the peer calls it."""

    def on_shelf(self) -> Wanted:
        """A title with a copy nobody has, that may be held."""

    def lent_out(self) -> Wanted:
        """A title whose only copy `other` has on loan."""

    def pickup(self) -> str: ...

    def reserve(self, item: str) -> None:
        """`other` waits for what `card` has on loan (Trick.RESERVE)."""

    def give_back(self, wanted: Wanted) -> None:
        """`other` returns the copy of `lent_out` (Trick.GIVE_BACK)."""

    def go_down(self) -> None:
        """No more answers, until the test ends (Trick.GO_DOWN)."""

    def lose_answer(self) -> None:
        """The next effect happens and its answer is lost; then all is well (LOSE_ANSWER)."""

    def renewals_of(self, item: str) -> int:
        """As the system counts them (Trick.COUNT)."""

    def holds_of(self, wanted: Wanted) -> int:
        """Open holds on the title, as the system counts them (Trick.COUNT)."""


def call(bench: Bench, patience_s: float = 20.0) -> Call:
    """Patient: whether an answer comes is asked here, not how soon a busy machine gives it."""
    return Call(bench.now, patience_s)


def need(bench: Bench, *needed: Can | Trick) -> None:
    there: set[Can | Trick] = {*bench.tricks, *bench.circulation.can(call(bench))}
    missing = [one for one in needed if one not in there]
    if missing:
        pytest.skip(f"this system offers no {', '.join(missing)}")


def the_loan(bench: Bench, item: str) -> Loan:
    first = bench.circulation.loans(bench.card, call(bench))
    loans = _rest(lambda after: bench.circulation.loans(bench.card, call(bench), after), first)
    return next(loan for loan in loans if loan.item == item)


def patron_of(bench: Bench) -> Patron:
    return bench.circulation.patron(bench.card, call(bench))


class CirculationContract:
    def test_the_right_card_and_secret_are_confirmed(self, bench: Bench) -> None:
        patron = bench.circulation.sign_in(bench.card, bench.secret, call(bench))
        assert patron is not None
        assert patron.card == bench.card

    @pytest.mark.parametrize("secret", ["", "0", "999999", "' or 1=1", "|AOX|", "密码" * 30])
    def test_a_wrong_secret_says_nothing(self, bench: Bench, secret: str) -> None:
        assert bench.circulation.sign_in(bench.card, Secret(secret), call(bench)) is None

    @pytest.mark.parametrize("card", ["NOSUCHCARD", "0", "a.b/c-d"])
    def test_an_unknown_card_says_nothing(self, bench: Bench, card: str) -> None:
        stranger = CardNumber(card)
        assert bench.circulation.sign_in(stranger, bench.secret, call(bench)) is None

    def test_another_readers_secret_is_wrong(self, bench: Bench) -> None:
        wrong = Secret(bench.secret.text + "1")
        assert bench.circulation.sign_in(bench.other, wrong, call(bench)) is None

    def test_an_account_without_loans_is_empty(self, bench: Bench) -> None:
        need(bench, Can.LOANS)
        assert bench.circulation.loans(bench.card, call(bench)).items == ()

    def test_an_unknown_card_has_no_account(self, bench: Bench) -> None:
        with pytest.raises(NotFound):
            bench.circulation.loans(CardNumber("NOSUCHCARD"), call(bench))

    def test_a_loan_is_listed_with_title_and_due(self, bench: Bench) -> None:
        need(bench, Can.LOANS)
        item = bench.lend(RARE)
        loan = the_loan(bench, item)
        assert loan.title == bench.title_of(item)
        assert loan.due is not None
        assert not loan.due.is_past(bench.now, bench.timezone)
        assert not loan.overdue

    def test_all_pages_together_are_all_loans(self, bench: Bench) -> None:
        need(bench, Can.LOANS)
        lent = {bench.lend(RARE), bench.lend("活着")}
        first = bench.circulation.loans(bench.card, call(bench))
        rest = _rest(lambda after: bench.circulation.loans(bench.card, call(bench), after), first)
        assert {loan.item for loan in rest} == lent

    def test_a_renewal_moves_the_due_date_or_says_why_not(self, bench: Bench) -> None:
        need(bench, Can.RENEW)
        loan = the_loan(bench, bench.lend(RARE))
        outcome = bench.circulation.renew(bench.card, loan, "m1", call(bench))
        assert outcome.item == loan.item
        assert outcome.fate is Fate.DONE
        assert outcome.due == the_loan(bench, loan.item).due

    def test_the_same_key_twice_is_one_renewal(self, bench: Bench) -> None:
        need(bench, Can.RENEW, Trick.COUNT)
        loan = the_loan(bench, bench.lend(RARE))
        first = bench.circulation.renew(bench.card, loan, "m1", call(bench))
        second = bench.circulation.renew(bench.card, loan, "m1", call(bench))
        assert (second.fate, second.due) == (first.fate, first.due)
        assert bench.renewals_of(loan.item) == 1

    def test_a_reserved_book_is_not_renewed(self, bench: Bench) -> None:
        need(bench, Can.RENEW, Trick.RESERVE)
        loan = the_loan(bench, bench.lend(RARE))
        bench.reserve(loan.item)
        outcome = bench.circulation.renew(bench.card, loan, "m1", call(bench))
        assert (outcome.fate, outcome.reason) == (Fate.REFUSED, Reason.RESERVED_BY_OTHER)
        assert the_loan(bench, loan.item).due == loan.due

    def test_what_is_not_on_loan_is_not_renewed(self, bench: Bench) -> None:
        need(bench, Can.RENEW)
        lent = the_loan(bench, bench.lend(RARE))
        gone = replace(lent, id="NOSUCHITEM", item="NOSUCHITEM")
        outcome = bench.circulation.renew(bench.card, gone, "m1", call(bench))
        assert outcome.fate is Fate.REFUSED

    def test_all_loans_are_renewed_in_the_order_asked(self, bench: Bench) -> None:
        need(bench, Can.RENEW)
        loans = [the_loan(bench, bench.lend(RARE)), the_loan(bench, bench.lend("活着"))]
        outcomes = bench.circulation.renew_all(bench.card, loans, "m1", call(bench, 10.0))
        assert [outcome.item for outcome in outcomes] == [loan.item for loan in loans]
        assert {outcome.fate for outcome in outcomes} == {Fate.DONE}

    def test_a_lost_answer_renews_once(self, bench: Bench) -> None:
        need(bench, Can.RENEW, Trick.LOSE_ANSWER, Trick.COUNT)
        loan = the_loan(bench, bench.lend(RARE))
        bench.lose_answer()
        first = bench.circulation.renew(bench.card, loan, "m1", call(bench, 3.0))
        second = bench.circulation.renew(bench.card, loan, "m1", call(bench))
        assert (first.fate in {Fate.UNKNOWN, Fate.DONE}, second.fate) == (True, Fate.DONE)
        assert bench.renewals_of(loan.item) == 1

    def test_a_hold_is_placed_and_listed(self, bench: Bench) -> None:
        need(bench, Can.HOLDS)
        wanted = bench.lent_out()
        outcome = bench.circulation.place_hold(
            bench.card, wanted, bench.pickup(), "m1", call(bench)
        )
        assert outcome.fate is Fate.DONE
        assert len(bench.circulation.holds(bench.card, call(bench)).items) == 1

    def test_the_same_key_twice_is_one_hold(self, bench: Bench) -> None:
        need(bench, Can.HOLDS, Trick.COUNT)
        wanted = bench.lent_out()
        for_card = (bench.card, wanted, bench.pickup(), "m1", call(bench))
        first = bench.circulation.place_hold(*for_card)
        second = bench.circulation.place_hold(*for_card)
        assert (first.fate, second.fate) == (Fate.DONE, Fate.DONE)
        assert bench.holds_of(wanted) == 1

    def test_a_second_hold_on_the_same_title_is_refused(self, bench: Bench) -> None:
        need(bench, Can.HOLDS, Trick.COUNT)
        wanted = bench.lent_out()
        bench.circulation.place_hold(bench.card, wanted, bench.pickup(), "m1", call(bench))
        again = bench.circulation.place_hold(bench.card, wanted, bench.pickup(), "m2", call(bench))
        assert (again.fate, again.reason) == (Fate.REFUSED, Reason.ALREADY_HELD)
        assert bench.holds_of(wanted) == 1

    def test_a_lost_answer_places_one_hold(self, bench: Bench) -> None:
        need(bench, Can.HOLDS, Trick.LOSE_ANSWER, Trick.COUNT)
        wanted = bench.lent_out()
        bench.lose_answer()
        for_card = (bench.card, wanted, bench.pickup(), "m1")
        first = bench.circulation.place_hold(*for_card, call(bench, 3.0))
        second = bench.circulation.place_hold(*for_card, call(bench))
        assert (first.fate in {Fate.UNKNOWN, Fate.DONE}, second.fate) == (True, Fate.DONE)
        assert bench.holds_of(wanted) == 1

    def test_an_unknown_title_is_not_held(self, bench: Bench) -> None:
        need(bench, Can.HOLDS)
        wanted = Wanted("NOSUCHTITLE", items=("NOSUCHITEM",))
        outcome = bench.circulation.place_hold(
            bench.card, wanted, bench.pickup(), "m1", call(bench)
        )
        assert outcome.fate is Fate.REFUSED

    def test_a_cancelled_hold_is_gone(self, bench: Bench) -> None:
        need(bench, Can.HOLDS, Can.CANCEL_HOLD)
        bench.circulation.place_hold(
            bench.card, bench.lent_out(), bench.pickup(), "m1", call(bench)
        )
        hold = bench.circulation.holds(bench.card, call(bench)).items[0]
        first = bench.circulation.cancel_hold(bench.card, hold, "m2", call(bench))
        again = bench.circulation.cancel_hold(bench.card, hold, "m2", call(bench))
        assert (first.fate, again.fate) == (Fate.DONE, Fate.DONE)
        assert bench.circulation.holds(bench.card, call(bench)).items == ()

    def test_a_returned_copy_makes_the_hold_ready(self, bench: Bench) -> None:
        need(bench, Can.HOLDS, Trick.GIVE_BACK)
        wanted = bench.lent_out()
        bench.circulation.place_hold(bench.card, wanted, bench.pickup(), "m1", call(bench))
        bench.give_back(wanted)
        hold = bench.circulation.account(bench.card, call(bench)).holds[0]
        assert hold.state is HoldState.READY

    def test_the_place_in_the_queue_counts_from_one(self, bench: Bench) -> None:
        need(bench, Can.HOLDS, Can.PLACE_IN_QUEUE)
        wanted = bench.lent_out()
        bench.circulation.place_hold(bench.card, wanted, bench.pickup(), "m1", call(bench))
        assert bench.circulation.holds(bench.card, call(bench)).items[0].place == 1

    def test_a_place_to_collect_can_be_chosen(self, bench: Bench) -> None:
        need(bench, Can.CHOOSE_PICKUP)
        offered = bench.circulation.pickups(bench.card, bench.lent_out(), call(bench))
        assert bench.pickup() in {pickup.id for pickup in offered}

    def test_a_copy_on_the_shelf_is_free(self, bench: Bench) -> None:
        need(bench, Can.AVAILABILITY)
        wanted = bench.on_shelf()
        known = bench.circulation.availability([wanted], call(bench))
        assert known[wanted.title_id].free == 1

    def test_a_lent_copy_is_not_free(self, bench: Bench) -> None:
        need(bench, Can.AVAILABILITY)
        wanted = bench.lent_out()
        known = bench.circulation.availability([wanted, Wanted("NOSUCHTITLE")], call(bench))
        assert (set(known), known[wanted.title_id].free) == ({wanted.title_id}, 0)

    def test_the_account_tells_all_a_reminder_needs(self, bench: Bench) -> None:
        need(bench, Can.LOANS)
        lent = {bench.lend(RARE), bench.lend("活着")}
        account = bench.circulation.account(bench.card, call(bench))
        assert {loan.item for loan in account.loans} == lent
        assert (account.complete, account.patron.card) == (True, bench.card)

    def test_nothing_is_owed_at_first(self, bench: Bench) -> None:
        need(bench, Can.FEES)
        assert bench.circulation.fees(bench.card, call(bench)).items == ()

    def test_a_system_that_is_down_says_try_later(self, bench: Bench) -> None:
        need(bench, Trick.GO_DOWN)
        bench.go_down()
        with pytest.raises(TryLater):
            bench.circulation.loans(bench.card, call(bench, 0.5))

    def test_a_system_that_is_down_confirms_no_card(self, bench: Bench) -> None:
        need(bench, Trick.GO_DOWN)
        bench.go_down()
        with pytest.raises(TryLater):
            bench.circulation.sign_in(bench.card, bench.secret, call(bench, 0.5))

    def test_no_answer_prints_the_card(self, bench: Bench) -> None:
        patron = patron_of(bench)
        assert bench.card.text not in repr(patron)
        assert bench.card.text not in str(patron.card)


def _rest(fetch: Callable[[str], Page[Loan]], first: Page[Loan]) -> list[Loan]:
    """This page's and all later pages' loans."""
    page, found = first, list(first.items)
    while page.next and len(found) < 200:
        page = fetch(page.next)
        found += page.items
    return found
