"""Lending, returning and renewing at the desk, day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.catalogue.model import Copy, Record, Shelf
from chalicelib.errors import Conflict, NotFound
from chalicelib.ils.embedded.rules import Rules, TypeRules
from chalicelib.ils.embedded.slips import Done
from chalicelib.ils.model import CardNumber, Reason
from tests.ils.desk import MONDAY, RULES, Library

COMMON = TypeRules(renewals=1, fee_fen_a_day=10, fee_cap_fen=100, blocked_at_fen=100)


def a_library(**rules: object) -> Library:
    """One reader `C1` and the titles t1 (B1, B2) and t2 (B3)."""
    library = Library(rules=replace(RULES, **{"common": COMMON, **rules}))  # type: ignore[arg-type]
    library.a_card("C1")
    library.a_card("C2")
    library.a_title("t1", "B1", "B2")
    library.a_title("t2", "B3")
    return library


def renewed(library: Library) -> Done:
    """As a librarian sees the loan now."""
    loan = library.books.open().card("C1").loan("B1")
    assert loan is not None
    return library.desk.renew("C1", "B1", loan.due, library.now)


def test_a_lent_copy_is_due_after_the_loan_days() -> None:
    library = a_library()
    assert library.desk.lend("C1", "B1", library.now).due == date(2026, 12, 23)


def test_a_loan_is_never_due_on_a_closed_day() -> None:
    library = a_library()
    library.closed = frozenset({date(2026, 12, 23), date(2026, 12, 24)})
    assert library.desk.lend("C1", "B1", library.now).due == date(2026, 12, 25)


def test_a_library_may_let_loans_end_on_closed_days() -> None:
    library = a_library(due_on_open_days=False)
    library.closed = frozenset({date(2026, 12, 23)})
    assert library.desk.lend("C1", "B1", library.now).due == date(2026, 12, 23)


def test_a_copy_somebody_has_is_not_lent_again() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    assert library.desk.lend("C2", "B1", library.now).reason is Reason.LENT_TO_OTHER


def test_scanning_the_same_loan_twice_changes_nothing() -> None:
    library = a_library()
    first = library.desk.lend("C1", "B1", library.now)
    library.later(1)
    second = library.desk.lend("C1", "B1", library.now)
    assert (second.reason, second.due) == (None, first.due)


def test_an_unknown_barcode_is_told() -> None:
    library = a_library()
    assert library.desk.lend("C1", "B9", library.now).reason is Reason.NO_SUCH_ITEM
    assert library.desk.take_back("B9", "main", library.now).reason is Reason.NO_SUCH_ITEM


def test_an_unknown_card_is_not_found() -> None:
    library = a_library()
    with pytest.raises(NotFound):
        library.desk.lend("C9", "B1", library.now)


def test_a_reader_type_has_its_own_limit() -> None:
    library = a_library(types={"child": TypeRules(max_items=1)})
    library.a_card("K1", "child")
    library.desk.lend("K1", "B1", library.now)
    assert library.desk.lend("K1", "B3", library.now).reason is Reason.LIMIT_REACHED


def test_a_blocked_card_borrows_nothing() -> None:
    library = a_library()
    library.cards.block("C1", "证件已挂失")
    assert library.desk.lend("C1", "B1", library.now).reason is Reason.CARD_BLOCKED


def test_a_card_runs_out() -> None:
    library = a_library(common=replace(COMMON, card_days=10))
    library.a_card("C3")
    library.later(11)
    assert library.desk.lend("C3", "B1", library.now).reason is Reason.CARD_EXPIRED
    library.cards.extend("C3", library.now)
    assert library.desk.lend("C3", "B1", library.now).reason is None


def test_who_has_something_overdue_borrows_nothing_more() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.later(31)
    assert library.desk.lend("C1", "B3", library.now).reason is Reason.OVERDUE_OTHERS


def test_a_late_return_costs_every_day() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.later(34)
    fee = library.desk.take_back("B1", "main", library.now).fee
    assert fee is not None
    assert (fee.cents, fee.since) == (40, library.terms(library.now).days.today)


def test_a_return_on_the_last_day_costs_nothing() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.later(30)
    assert library.desk.take_back("B1", "main", library.now).fee is None


@pytest.mark.parametrize(
    ("rules", "closed", "outage", "cents"),
    [
        ({}, (), (), 50),
        ({}, (26, 27), (), 50),
        ({"fee_on_open_days": True}, (26, 27), (), 30),
        ({}, (), (24, 25), 30),
        ({"outages": frozenset({date(2026, 12, 26)})}, (), (24, 25), 20),
        ({"common": replace(COMMON, fee_grace_days=5)}, (), (), 0),
        ({"common": replace(COMMON, fee_grace_days=4)}, (), (), 50),
        ({"common": replace(COMMON, fee_cap_fen=25)}, (), (), 25),
    ],
)
def test_what_five_days_late_cost(
    rules: dict[str, object], closed: tuple[int, ...], outage: tuple[int, ...], cents: int
) -> None:
    library = a_library(**rules)
    library.desk.lend("C1", "B1", library.now)
    library.closed = frozenset(date(2026, 12, day) for day in closed)
    library.outage = frozenset(date(2026, 12, day) for day in outage)
    library.later(35)
    library.desk.take_back("B1", "main", library.now)
    assert library.books.open().card("C1").owed_cents == cents


def test_a_second_scan_of_a_return_charges_nothing_more() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.later(34)
    library.desk.take_back("B1", "main", library.now)
    assert library.desk.take_back("B1", "main", library.now).fee is None
    assert library.books.open().card("C1").owed_cents == 40


def test_who_owes_too_much_borrows_nothing_until_it_is_paid() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.later(60)
    library.desk.take_back("B1", "main", library.now)
    assert library.desk.lend("C1", "B3", library.now).reason is Reason.FEES_OWED
    owed = frozenset(fee.id for fee in library.books.open().card("C1").fees)
    assert library.cards.pay("C1", owed, "once", library.now) == 100
    assert library.cards.pay("C1", owed, "once", library.now) == 100
    assert library.cards.pay("C1", owed, "again", library.now) == 0
    assert library.desk.lend("C1", "B3", library.now).reason is None


def test_a_renewal_counts_from_the_due_date() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.later(29)
    assert renewed(library).due == date(2027, 1, 22)


def test_a_library_may_count_renewals_from_today() -> None:
    library = a_library(renew_from_today=True)
    library.desk.lend("C1", "B1", library.now)
    library.later(29)
    assert renewed(library).due == date(2027, 1, 21)


def test_a_renewal_that_would_win_no_day_is_too_early() -> None:
    library = a_library(renew_from_today=True)
    library.desk.lend("C1", "B1", library.now)
    assert renewed(library).reason is Reason.TOO_EARLY


def test_renewing_begins_with_its_window() -> None:
    library = a_library(common=replace(COMMON, renew_window_days=10))
    library.desk.lend("C1", "B1", library.now)
    library.later(19)
    assert renewed(library).reason is Reason.TOO_EARLY
    library.later(1)
    assert renewed(library).reason is None


def test_renewals_are_counted() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    renewed(library)
    assert renewed(library).reason is Reason.LIMIT_REACHED


def test_a_renewal_asked_twice_from_the_same_page_is_one() -> None:
    library = a_library(common=replace(COMMON, renewals=9))
    due = library.desk.lend("C1", "B1", library.now).due
    assert due is not None
    first = library.desk.renew("C1", "B1", due, library.now)
    assert library.desk.renew("C1", "B1", due, library.now).due == first.due


def test_what_is_overdue_has_to_come_back() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.later(31)
    assert renewed(library).reason is Reason.OVERDUE


def test_a_reading_room_copy_stays() -> None:
    library = a_library()
    copies = (Copy("main", barcode="B5", status=Shelf.READ_HERE),)
    library.copies.adopt(Record("t5", "辞海", copies=copies))
    assert library.desk.lend("C1", "B5", library.now).reason is Reason.NOT_LENDABLE


def test_a_withdrawn_copy_is_not_lent() -> None:
    library = a_library()
    library.copies.mark_gone("B1", True)
    assert library.desk.lend("C1", "B1", library.now).reason is Reason.NO_SUCH_ITEM


def test_a_lent_copy_is_not_withdrawn() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    with pytest.raises(Conflict):
        library.copies.mark_gone("B1", True)


def test_a_card_is_registered_once() -> None:
    library = a_library()
    with pytest.raises(Conflict):
        library.a_card("C1")


def test_every_card_gets_a_pin_of_its_own() -> None:
    library = a_library()
    pins = {library.cards.new_pin("C1", library.now).pin for _ in range(5)}
    assert len(pins) > 1


def test_a_card_with_a_loan_is_not_removed() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    with pytest.raises(Conflict):
        library.cards.remove("C1")
    library.desk.take_back("B1", "main", library.now)
    library.cards.remove("C1")
    with pytest.raises(NotFound):
        library.cards.sheet(CardNumber("C1"), MONDAY)


def test_adopting_a_record_again_leaves_its_loans() -> None:
    library = a_library()
    library.desk.lend("C1", "B1", library.now)
    library.a_title("t1", "B1", "B2", "B4")
    title = library.books.open().title("t1")
    assert [(copy.barcode, copy.lent_to) for copy in title.copies] == [
        ("B1", "C1"),
        ("B2", ""),
        ("B4", ""),
    ]


def test_a_full_calendar_of_closed_days_still_gives_a_date() -> None:
    days = frozenset(date(2026, 12, 23) + timedelta(days=n) for n in range(90))
    library = Library(rules=Rules(COMMON, branches=("main",)), closed=days)
    library.a_card("C1")
    library.a_title("t1", "B1")
    assert library.desk.lend("C1", "B1", library.now).due == date(2026, 12, 23)
