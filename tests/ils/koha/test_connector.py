"""Odd answers of a Koha, and what is made of them."""

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib.catalogue.model import Shelf
from chalicelib.errors import GiveUp, TryLater
from chalicelib.ils.model import (
    Call,
    CardNumber,
    CardState,
    Due,
    Fate,
    Hold,
    HoldState,
    Loan,
    Money,
    Reason,
    Secret,
    Wanted,
)
from tests.ils.koha.bench import KohaBench, koha
from tests.ils.koha.library import NOW

CALL = Call(NOW, 2.0)
CARD = CardNumber("R0001")


@pytest.fixture
def bench() -> Iterator[KohaBench]:
    bench = KohaBench()
    yield bench
    bench.close()


def a_loan(bench: KohaBench) -> Loan:
    bench.lend("三体")
    return bench.port.loans(CARD, CALL).items[0]


def test_a_user_name_that_looks_like_the_card_confirms_nobody(bench: KohaBench) -> None:
    bench.library.a_patron("X9", "0000", userid="R0001")
    assert bench.port.sign_in(CARD, Secret("0000"), CALL) is None


def test_a_card_that_has_expired_can_still_be_right(bench: KohaBench) -> None:
    bench.library.patrons[0]["expiry_date"] = "2026-11-20"
    patron = bench.port.sign_in(CARD, bench.secret, CALL)
    assert patron is not None
    assert (patron.state, patron.name) == (CardState.EXPIRED, "陈读者")


def test_a_restricted_card_is_blocked(bench: KohaBench) -> None:
    bench.library.patrons[0]["restricted"] = True
    assert bench.port.patron(CARD, CALL).state is CardState.BLOCKED


def test_a_token_that_ended_early_is_got_anew_once(bench: KohaBench) -> None:
    loan = a_loan(bench)
    bench.mock.tokens = set()
    assert bench.port.renew(CARD, loan, "m1", CALL).fate is Fate.DONE
    assert bench.mock.asked.count("POST /oauth/token") == 2


def test_a_secret_that_koha_refuses_is_the_librarys_trouble(bench: KohaBench) -> None:
    refused = koha(bench.mock, "wrong-secret")
    with pytest.raises(GiveUp, match="own login") as problem:
        refused.loans(CARD, CALL)
    refused.close()
    assert "wrong-secret" not in repr(problem.value)


def test_a_password_that_koha_refuses_is_the_librarys_trouble(bench: KohaBench) -> None:
    refused = koha(bench.mock, "wrong", login="basic")
    with pytest.raises(GiveUp, match="own login"):
        refused.can(CALL)
    refused.close()


def test_a_permission_our_login_lacks_is_no_refusal_of_the_reader(bench: KohaBench) -> None:
    loan = a_loan(bench)
    lacking = {"error": "Missing required permission(s).", "required_permissions": {"circulate": 1}}
    bench.mock.says[f"POST /checkouts/{loan.id}/renewals"] = (403, lacking)
    with pytest.raises(GiveUp, match="permission"):
        bench.port.renew(CARD, loan, "m1", CALL)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_koha_did_nothing(bench: KohaBench, status: int) -> None:
    loan = a_loan(bench)
    bench.mock.says[f"POST /checkouts/{loan.id}/renewals"] = (status, {"error": "busy"})
    with pytest.raises(TryLater):
        bench.port.renew(CARD, loan, "m1", CALL)


@pytest.mark.parametrize("said", [(500, {"error": "?"}), (201, b"<html>"), (201, [])])
def test_an_answer_that_says_nothing_leaves_the_renewal_unknown(
    bench: KohaBench, said: tuple[int, Any]
) -> None:
    loan = a_loan(bench)
    bench.mock.says[f"POST /checkouts/{loan.id}/renewals"] = said
    assert bench.port.renew(CARD, loan, "m1", CALL).fate is Fate.UNKNOWN
    bench.mock.says.clear()
    assert bench.port.renew(CARD, loan, "m1", CALL).fate is Fate.DONE


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("on_reserve", Reason.RESERVED_BY_OTHER),
        ("too_many", Reason.LIMIT_REACHED),
        ("too_soon", Reason.TOO_EARLY),
        ("restriction", Reason.CARD_BLOCKED),
        ("auto_account_expired", Reason.CARD_EXPIRED),
        ("auto_too_much_oweing", Reason.FEES_OWED),
        ("overdue", Reason.OVERDUE_OTHERS),
        ("item_denied_renewal", Reason.NOT_RENEWABLE),
        ("something_new", Reason.UNKNOWN),
    ],
)
def test_a_refused_renewal_has_its_reason(bench: KohaBench, code: str, reason: Reason) -> None:
    loan = a_loan(bench)
    said = {"error": f"Renewal not authorized ({code})"}
    bench.mock.says[f"POST /checkouts/{loan.id}/renewals"] = (403, said)
    outcome = bench.port.renew(CARD, loan, "m1", CALL)
    assert (outcome.reason, outcome.words) == (reason, said["error"])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("tooManyReserves", Reason.LIMIT_REACHED),
        ("too_many_reserves", Reason.LIMIT_REACHED),
        ("notReservable", Reason.NOT_HOLDABLE),
        ("alreadypossession", Reason.ALREADY_BORROWED),
        ("pickupNotInHoldGroup", Reason.NO_SUCH_PICKUP),
        ("ourOwnRule", Reason.ON_THE_SHELF),
    ],
)
def test_a_refused_hold_has_its_reason(bench: KohaBench, code: str, reason: Reason) -> None:
    own = koha(bench.mock, refusals={"ourOwnRule": "on_the_shelf"})
    said = {"error": f"Hold cannot be placed. Reason: {code}"}
    bench.mock.says["POST /holds"] = (403, said)
    assert own.place_hold(CARD, bench.lent_out(), "main", "m1", CALL).reason is reason
    own.close()


def test_a_place_that_koha_does_not_know_is_named_as_the_trouble(bench: KohaBench) -> None:
    outcome = bench.port.place_hold(CARD, bench.lent_out(), "mars", "m1", CALL)
    assert outcome.reason is Reason.NO_SUCH_PICKUP


def test_a_loan_of_another_card_is_not_renewed(bench: KohaBench) -> None:
    stranger = bench.port.renew(bench.other, a_loan(bench), "m1", CALL)
    assert (stranger.fate, stranger.reason) == (Fate.REFUSED, Reason.NOT_ON_LOAN)


def test_a_hold_of_another_card_is_not_cancelled(bench: KohaBench) -> None:
    wanted = bench.lent_out()
    hold = bench.port.place_hold(CARD, wanted, "main", "m1", CALL).hold
    assert hold is not None
    bench.port.cancel_hold(bench.other, hold, "m2", CALL)
    assert bench.holds_of(wanted) == 1


def test_another_process_sees_whose_hold_it_is(bench: KohaBench) -> None:
    wanted, second = bench.lent_out(), koha(bench.mock)
    bench.lose_answer()
    bench.port.place_hold(CARD, wanted, "main", "m1", CALL)
    assert second.place_hold(CARD, wanted, "main", "m1", CALL).fate is Fate.DONE
    assert second.place_hold(CARD, wanted, "main", "m2", CALL).reason is Reason.ALREADY_HELD
    second.close()


def test_a_title_without_barcodes_is_held_by_its_number(bench: KohaBench) -> None:
    number = bench.lent_out().title_id
    outcome = bench.port.place_hold(CARD, Wanted(f"LIB:{number}"), "", "m1", CALL)
    assert outcome.hold is not None
    assert (outcome.hold.title_id, outcome.hold.pickup, outcome.hold.place) == (number, "main", 1)


def test_another_catalogues_numbers_name_no_title(bench: KohaBench) -> None:
    own = koha(bench.mock, title_ids=False)
    outcome = own.place_hold(CARD, Wanted(bench.lent_out().title_id), "", "m1", CALL)
    own.close()
    assert outcome.reason is Reason.NO_SUCH_ITEM


def test_a_cancelled_hold_may_wait_for_staff_to_agree(bench: KohaBench) -> None:
    hold = bench.port.place_hold(CARD, bench.lent_out(), "main", "m1", CALL).hold
    assert hold is not None
    bench.mock.says[f"DELETE /holds/{hold.id}"] = (202, None)
    assert bench.port.cancel_hold(CARD, hold, "m2", CALL).fate is Fate.DONE


@pytest.mark.parametrize(
    ("facts", "state", "place"),
    [
        ({"status": "W", "priority": 0}, HoldState.READY, None),
        ({"status": "T", "priority": 0}, HoldState.IN_TRANSIT, None),
        ({"suspended": True, "priority": 2}, HoldState.SUSPENDED, 2),
        ({"priority": None}, HoldState.WAITING, None),
    ],
)
def test_a_hold_is_told_as_it_stands(
    bench: KohaBench, facts: dict[str, Any], state: HoldState, place: int | None
) -> None:
    bench.port.place_hold(CARD, bench.lent_out(), "main", "m1", CALL)
    bench.library.holds[700] |= {"expiration_date": "2026-11-28", **facts}
    hold = bench.port.holds(CARD, CALL).items[0]
    assert (hold.state, hold.place, hold.title) == (state, place, "億萬富翁")


def test_a_ready_hold_says_until_when(bench: KohaBench) -> None:
    wanted = bench.lent_out()
    bench.port.place_hold(CARD, wanted, "main", "m1", CALL)
    bench.give_back(wanted)
    hold = bench.port.holds(CARD, CALL).items[0]
    assert hold.ready_until == Due(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("facts", "shelf"),
    [
        ({"lost_status": 1}, Shelf.AWAY),
        ({"withdrawn": 1}, Shelf.AWAY),
        ({"not_for_loan_status": 1}, Shelf.READ_HERE),
        ({"not_for_loan_status": -1}, Shelf.AWAY),
        ({"checked_out_date": "2026-11-01"}, Shelf.ON_LOAN),
    ],
)
def test_a_copy_is_told_as_it_stands(bench: KohaBench, facts: dict[str, Any], shelf: Shelf) -> None:
    wanted = bench.on_shelf()
    bench.library.items[1] |= facts
    copy = bench.port.availability([wanted], CALL)[wanted.title_id].items[0]
    assert (copy.state, copy.branch) == (shelf, "main")


def test_a_copy_on_the_hold_shelf_is_reserved(bench: KohaBench) -> None:
    wanted = bench.lent_out()
    bench.port.place_hold(CARD, wanted, "main", "m1", CALL)
    bench.give_back(wanted)
    known = bench.port.availability([wanted], CALL)[wanted.title_id]
    assert (known.items[0].state, known.waiting) == (Shelf.RESERVED, 0)


def test_fees_are_told_one_by_one(bench: KohaBench) -> None:
    line = {"account_line_id": 5, "patron_id": 50, "date": "2026-11-01T00:00:00+08:00"}
    kind = {"debit_type": "OVERDUE", "description": "三体 overdue"}
    bench.library.debits.append({**line, **kind, "amount_outstanding": 1.15})
    page = bench.port.fees(CARD, CALL)
    assert (page.complete, page.items[0].owed) == (True, Money(115))
    assert page.items[0].since == date(2026, 11, 1)


def test_the_hour_of_a_short_loan_is_kept(bench: KohaBench) -> None:
    bench.lend("三体")
    bench.library.checkouts[9000]["due_date"] = "2026-11-21T15:00:00+08:00"
    due = bench.port.loans(CARD, CALL).items[0].due
    assert due is not None
    assert due.at is not None
    assert due.at.hour == 7


def test_rubbish_among_the_loans_is_left_out_and_said(bench: KohaBench) -> None:
    bench.mock.says["GET /checkouts"] = (200, [{"checkout_id": True}, None, "?"])
    page = bench.port.loans(CARD, CALL)
    assert (page.items, page.complete) == ((), False)


def test_titles_that_cannot_be_had_leave_the_loans_incomplete(bench: KohaBench) -> None:
    bench.lend("三体")
    bench.mock.says["GET /items"] = (403, {"error": "no"})
    page = bench.port.loans(CARD, CALL)
    assert (page.items[0].title, page.complete) == ("", False)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b"\xff\xfe", b'{"error": 1}'])
def test_a_list_that_cannot_be_read_is_tried_again_later(bench: KohaBench, body: bytes) -> None:
    bench.mock.says["GET /checkouts"] = (200, body)
    with pytest.raises(TryLater):
        bench.port.loans(CARD, CALL)


def test_an_answer_without_end_is_not_read(bench: KohaBench) -> None:
    bench.mock.says["GET /checkouts"] = (200, b" " * (5 * 1024 * 1024))
    with pytest.raises(GiveUp, match="large"):
        bench.port.loans(CARD, CALL)


def test_nobody_is_sent_elsewhere(bench: KohaBench) -> None:
    bench.mock.says["GET /checkouts"] = (302, b"")
    with pytest.raises(GiveUp):
        bench.port.loans(CARD, CALL)


@pytest.mark.parametrize("id", ["", "../patrons", "9000/../1", "\u0669"])
def test_a_loans_id_that_is_none_is_never_sent(bench: KohaBench, id: str) -> None:
    outcome = bench.port.renew(CARD, Loan(id, "B1"), "m1", CALL)
    assert outcome.reason is Reason.NOT_ON_LOAN


def test_a_holds_id_that_is_none_is_gone(bench: KohaBench) -> None:
    assert bench.port.cancel_hold(CARD, Hold("../1"), "m1", CALL).fate is Fate.DONE


def test_the_log_knows_no_reader(bench: KohaBench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        bench.port.sign_in(CARD, bench.secret, CALL)
        bench.port.renew(CARD, a_loan(bench), "m1", CALL)
    ours = [f"{record.__dict__}" for record in caplog.records if "library" in record.name]
    assert ours
    assert [line for line in ours if "R0001" in line or "4711" in line or "s3cret" in line] == []
