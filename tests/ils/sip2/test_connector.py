"""Odd answers of a library system, and what is made of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.errors import GiveUp, NotFound, TryLater
from chalicelib.ils.model import (
    Call,
    Can,
    CardState,
    Due,
    Fate,
    HoldState,
    Loan,
    Money,
    Reason,
    Secret,
    Wanted,
)
from tests.ils.sip2.odd import (
    CALL,
    CALM,
    CARD,
    DUE,
    KNOWN,
    LENT,
    LOAN,
    PIN,
    RENEWED,
    System,
    account,
)
from tests.ils.sip2.scripted import UTF8, hang_up, told


@pytest.fixture
def system() -> Iterator[System]:
    system = System()
    yield system
    system.close()


def test_only_a_confirmed_card_and_secret_are_right(system: System) -> None:
    port = system.says(c63=[account(("CQ", "Y"))])
    patron = port.sign_in(CARD, PIN, CALL)
    assert patron is not None
    assert patron.name == "陈读者"


@pytest.mark.parametrize(
    "fields",
    [
        [("AE", "陈读者"), ("BL", "Y")],
        [("AE", "陈读者"), ("CQ", "Y")],
        [("AE", "陈读者"), ("BL", "Y"), ("CQ", "N")],
        [("AE", "陈读者"), ("BL", "N"), ("CQ", "Y")],
        [("AE", "陈读者"), ("BL", "Y"), ("CQ", "")],
        [("AE", "陈读者"), ("BL", "Y"), ("CQ", "U")],
        [],
    ],
)
def test_what_is_not_said_is_a_no(system: System, fields: list[tuple[str, str]]) -> None:
    assert system.says(c63=[told(fields, **CALM)]).sign_in(CARD, PIN, CALL) is None


def test_where_accounts_are_not_told_the_status_confirms(system: System) -> None:
    bare = replace(UTF8, unsupported=frozenset({"63"}))
    port = system.says(bare, c23=[told([*KNOWN, ("CQ", "Y")], patron_status=" " * 14)])
    assert port.sign_in(CARD, PIN, CALL) is not None
    with pytest.raises(GiveUp):
        port.loans(CARD, CALL)


def test_an_answer_about_another_card_is_none(system: System) -> None:
    port = system.says(c63=[told([("AA", "R0002"), ("BL", "Y"), ("CQ", "Y")], **CALM)])
    with pytest.raises(TryLater):
        port.sign_in(CARD, PIN, CALL)


def test_a_system_may_name_cards_its_own_way(system: System) -> None:
    own = replace(UTF8, echoes_card=False)
    port = system.says(own, c63=[told([("AA", "77"), ("BL", "Y"), ("CQ", "Y")], **CALM)])
    assert port.sign_in(CARD, PIN, CALL) is not None


@pytest.mark.parametrize(
    ("fields", "status", "state"),
    [
        ([], " " * 14, CardState.ACTIVE),
        ([], "Y" + " " * 13, CardState.ACTIVE),
        ([], "YYYY" + " " * 10, CardState.BLOCKED),
        ([], "    Y" + " " * 9, CardState.BLOCKED),
        ([("PA", "20261120")], " " * 14, CardState.EXPIRED),
        ([("PA", "20261121")], " " * 14, CardState.ACTIVE),
    ],
)
def test_the_state_of_a_card(
    system: System, fields: list[tuple[str, str]], status: str, state: CardState
) -> None:
    port = system.says(c63=[account(*fields, patron_status=status)])
    assert port.patron(CARD, CALL).state is state


def test_a_card_without_name_that_is_not_valid_is_unknown(system: System) -> None:
    port = system.says(c63=[told([("AA", "R0001"), ("BL", "N")], **CALM)])
    with pytest.raises(NotFound):
        port.patron(CARD, CALL)


def test_rubbish_in_a_list_is_left_out_and_owned_up_to(system: System) -> None:
    rubbish = [("AU", "HASH(0x557be07dfec8)"), ("AU", ""), ("AU", "B1"), ("AU", "B1")]
    port = system.says(c63=[account(*rubbish, charged_count="0003")], c17=[LENT])
    page = port.loans(CARD, CALL)
    assert ([loan.item for loan in page.items], page.complete) == (["B1"], False)


def test_entries_may_carry_title_and_due_themselves(system: System) -> None:
    own = replace(UTF8, list_entry=r"(?P<id>\w+)\^(?P<title>[^^]*)\^(?P<due>.*)")
    bare = replace(own, unsupported=frozenset({"17"}))
    port = system.says(bare, c63=[account(("AU", "B1^三体^2026-12-05"), charged_count="0001")])
    assert port.loans(CARD, CALL).items == (LOAN,)


def test_an_account_with_nothing_in_it_costs_one_message(system: System) -> None:
    account_ = system.says().account(CARD, CALL)
    assert (account_.loans, account_.holds, account_.complete) == ((), (), True)
    assert system.codes == ["63"]


def test_what_is_overdue_is_a_loan_even_where_listed_apart(system: System) -> None:
    counts = {"charged_count": "0001", "overdue_count": "0001"}
    lists = [account(("AU", "B1"), **counts), account(("AT", "B2"), **counts)]
    port = system.says(c63=lists, c17=[LENT])
    loans = {loan.item: loan.overdue for loan in port.loans(CARD, CALL).items}
    assert loans == {"B1": False, "B2": True}


def test_a_loan_past_its_due_date_is_overdue(system: System) -> None:
    past = told([("AB", "B1"), ("AJ", "三体"), ("AH", "20261120")])
    port = system.says(c63=[account(("AU", "B1"), charged_count="0001")], c17=[past])
    assert port.loans(CARD, CALL).items[0].overdue


def test_a_system_too_slow_for_details_still_tells_the_list(system: System) -> None:
    port = system.says(c63=[account(("AU", "B1"), charged_count="0001")], c17=[hang_up])
    page = port.loans(CARD, CALL)
    assert ([loan.item for loan in page.items], page.complete) == (["B1"], False)


def test_many_loans_come_in_pages(system: System) -> None:
    listed = [("AU", f"B{n}") for n in range(45)]
    port = system.says(c63=[account(*listed, charged_count="0045")], c17=[LENT])
    pages = [port.loans(CARD, CALL, after) for after in ("", "21", "41")]
    assert [len(page.items) for page in pages] == [20, 20, 5]
    assert [page.next for page in pages] == ["21", "41", ""]
    assert len(port.account(CARD, CALL).loans) == 45


def test_what_waits_for_somebody_else_is_not_ready(system: System) -> None:
    """The copy is on the shelf, yet this card's hold is among the unavailable ones."""
    copy = told([("AJ", "三体")], circulation_status="08")
    counts = {"hold_count": "0000", "unavailable_count": "0001"}
    port = system.says(c63=[account(("CD", "B1"), **counts)], c17=[copy])
    assert port.holds(CARD, CALL).items[0].state is HoldState.WAITING


@pytest.mark.parametrize(
    ("amount", "cents"), [("12.50", 1250), ("￥3", 300), ("CNY 0,80", 80), ("7.5", 750)]
)
def test_a_fee_is_one_sum(system: System, amount: str, cents: int) -> None:
    port = system.says(c63=[account(("BV", amount), ("BH", "CNY"))])
    assert [fee.owed for fee in port.fees(CARD, CALL).items] == [Money(cents, "CNY")]


@pytest.mark.parametrize("amount", ["", "0.00", "free", "-5.00"])
def test_nothing_owed_is_no_fee(system: System, amount: str) -> None:
    assert system.says(c63=[account(("BV", amount))]).fees(CARD, CALL).items == ()


def test_a_refusal_keeps_the_systems_own_words(system: System) -> None:
    no = told([("AF", "该书已被预约"), ("AF", "请按期归还")], ok="0")
    outcome = system.says(c17=[LENT], c29=[no]).renew(CARD, LOAN, "m1", CALL)
    assert (outcome.reason, outcome.words) == (
        Reason.RESERVED_BY_OTHER,
        "该书已被预约; 请按期归还",
    )


def test_a_due_date_later_than_seen_is_a_renewal_that_happened(system: System) -> None:
    outcome = system.says(c17=[RENEWED]).renew(CARD, LOAN, "m1", CALL)
    assert (outcome.fate, outcome.due) == (Fate.DONE, Due(date(2027, 1, 5)))
    assert system.codes == ["17"]


def test_a_lost_renewal_is_read_back_not_sent_again(system: System) -> None:
    port = system.says(c17=[LENT, RENEWED], c29=[hang_up])
    assert port.renew(CARD, LOAN, "m1", CALL).fate is Fate.DONE
    assert system.codes == ["17", "29", "17"]


def test_an_unmoved_due_date_proves_nothing(system: System) -> None:
    port = system.says(c17=[LENT], c29=[hang_up])
    assert port.renew(CARD, LOAN, "m1", CALL).fate is Fate.UNKNOWN
    assert system.codes == ["17", "29", "17"]


def test_who_asks_again_with_a_later_date_is_told_of_the_first_renewal(system: System) -> None:
    """The list was read anew in between, and shows what the lost renewal did."""
    port = system.says(c17=[LENT, hang_up, hang_up, RENEWED], c29=[hang_up])
    assert port.renew(CARD, LOAN, "m1", CALL).fate is Fate.UNKNOWN
    newer = replace(LOAN, due=Due(date(2027, 1, 5)))
    assert port.renew(CARD, newer, "m1", CALL).fate is Fate.DONE
    assert system.codes.count("29") == 1


def test_where_no_due_date_can_be_read_an_unknown_fate_stays_so(system: System) -> None:
    bare = replace(UTF8, unsupported=frozenset({"17"}))
    port = system.says(bare, c29=[hang_up])
    fates = [port.renew(CARD, LOAN, "m1", CALL).fate for _ in range(3)]
    assert fates == [Fate.UNKNOWN] * 3
    assert system.codes == ["29"]


def test_a_system_that_cannot_be_read_first_is_sent_nothing(system: System) -> None:
    port = system.says(c17=[hang_up], c29=[told()])
    with pytest.raises(TryLater):
        port.renew(CARD, LOAN, "m1", CALL)
    assert "29" not in system.codes


TWO = [LOAN, Loan("B2", "B2", "活着", DUE)]
BOTH_LENT = account(("AU", "B1"), ("AU", "B2"), charged_count="0002")


def test_all_are_renewed_by_one_message(system: System) -> None:
    done = told([("BM", "B1"), ("BM", "B2")], renewed_count="0002", unrenewed_count="0000")
    port = system.says(c63=[BOTH_LENT], c17=[LENT, LENT, RENEWED], c65=[done])
    outcomes = port.renew_all(CARD, TWO, "m1", CALL)
    assert [outcome.fate for outcome in outcomes] == [Fate.DONE, Fate.DONE]
    assert [code for code in system.codes if code in {"29", "65"}] == ["65"]


def test_what_one_message_left_is_asked_for_its_reason(system: System) -> None:
    some = told([("BM", "B1"), ("BN", "B2")], renewed_count="0001", unrenewed_count="0001")
    no = told([("AF", "续借次数已满")], ok="0")
    port = system.says(c63=[BOTH_LENT], c17=[LENT, LENT, RENEWED, LENT], c65=[some], c29=[no])
    outcomes = port.renew_all(CARD, TWO, "m1", CALL)
    assert [outcome.fate for outcome in outcomes] == [Fate.DONE, Fate.REFUSED]
    assert outcomes[1].reason is Reason.LIMIT_REACHED


def test_a_lost_renewal_of_all_is_read_back_not_sent_again(system: System) -> None:
    port = system.says(c63=[BOTH_LENT], c17=[LENT, LENT, RENEWED, LENT], c65=[hang_up])
    outcomes = port.renew_all(CARD, TWO, "m1", CALL)
    assert [outcome.fate for outcome in outcomes] == [Fate.DONE, Fate.UNKNOWN]
    assert "29" not in system.codes


def test_some_of_all_loans_are_renewed_one_by_one(system: System) -> None:
    """Message 65 would renew the third, which nobody asked for."""
    three = account(*[("AU", f"B{n}") for n in (1, 2, 3)], charged_count="0003")
    port = system.says(c63=[three], c17=[LENT], c29=[told([("AH", "20270105")])])
    port.renew_all(CARD, TWO, "m1", CALL)
    assert [code for code in system.codes if code in {"29", "65"}] == ["29", "29"]


def test_without_the_message_for_all_they_are_renewed_one_by_one(system: System) -> None:
    status = told([("BX", "YYYYYYYYYYYYYYYN")])
    port = system.says(c99=[status], c17=[LENT], c29=[told([("AH", "20270105")])])
    outcomes = port.renew_all(CARD, TWO, "m1", CALL)
    assert [outcome.fate for outcome in outcomes] == [Fate.DONE, Fate.DONE]
    assert "65" not in system.codes


def test_a_title_without_copies_cannot_be_held(system: System) -> None:
    outcome = system.says().place_hold(CARD, Wanted("T1"), "", "m1", CALL)
    assert (outcome.fate, outcome.reason) == (Fate.REFUSED, Reason.NO_SUCH_ITEM)


def test_only_what_the_system_takes_is_offered(system: System) -> None:
    status = told([("BX", "NNNNYYYYNNNNNNNN")])
    offered = system.says(c99=[status]).can(CALL)
    assert offered == {Can.LOANS, Can.FEES, Can.RECALLS}


def test_a_system_that_tells_no_status_is_tried_with_everything(system: System) -> None:
    silent = replace(UTF8, unsupported=frozenset({"99", "15"}))
    port = system.says(silent)
    offers = [port.can(CALL) for _ in range(3)]
    assert offers[0] == {Can.LOANS, Can.FEES, Can.RECALLS, Can.RENEW, Can.AVAILABILITY}
    assert system.server.connections == 1


def test_a_dialect_knows_better_than_the_system(system: System) -> None:
    own = replace(UTF8, supported=frozenset({"29"}), unsupported=frozenset({"15"}))
    offered = system.says(own, c99=[told([("BX", "NNNNYYYYNNNNNYNN")])]).can(CALL)
    assert Can.RENEW in offered
    assert Can.HOLDS not in offered


def test_a_system_that_is_down_offers_what_it_last_did(system: System) -> None:
    port = system.says()
    before = port.can(CALL)
    system.close()
    assert port.can(CALL) == before


def test_a_system_never_met_offers_nothing_certain(system: System) -> None:
    port = system.says()
    system.close()
    with pytest.raises(TryLater):
        port.can(CALL)


def test_the_librarys_time_goes_out(system: System) -> None:
    port = system.says()
    port.patron(CARD, Call(datetime(2026, 11, 21, 17, 0, tzinfo=UTC), 2.0))
    assert system.server.asked[-1].fixed["date"] == "20261122    010000"


def test_a_secret_cannot_name_another_account_by_half_a_character(system: System) -> None:
    """Systems that split bytes end a field at the second half of such a character, in GBK `|`."""
    gbk = replace(UTF8, encoding="gbk", echoes_card=False)
    port = system.says(gbk, c63=[account(("CQ", "Y"))])
    assert port.sign_in(CARD, Secret("億AAR0002億AD4711"), CALL) is None
    assert system.codes == []
