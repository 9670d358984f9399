"""Lending in the console: cards, loans, returns, what to fetch, what stands ready."""

import re

import pytest

from chalicelib.ils.model import CardNumber, Reason, Wanted
from chalicelib.staff.model import Role
from chalicelib.texts import lending as texts
from tests.factories_staff import Browser, Desk, seen, text
from tests.ils.desk import Library


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.library.now = desk.clock()
    desk.library.a_card("C1234")
    desk.library.a_card("C5678")
    desk.library.a_title("t1", "B1", name="活着")
    return desk


@pytest.fixture
def library(desk: Desk) -> Library:
    return desk.library


@pytest.fixture
def clerk(desk: Desk) -> Browser:
    return desk.signed_in(Role.DESK)


def lent(clerk: Browser, card: str = "C1234", barcode: str = "B1") -> str:
    return seen(clerk.post("/staff/desk/lend", {"card": card, "barcode": barcode}))


def test_a_card_is_opened_without_its_number_in_an_address(desk: Desk, clerk: Browser) -> None:
    answer = clerk.post("/staff/desk/card", {"card": "c-1234"})
    assert "C1234" in seen(answer)
    assert desk.audit.told()[-1] == ("lin", "card.read", "****34 m5", "done")
    assert "/C1234" not in text(answer)


def test_an_unknown_card_is_said_and_the_desk_stays(clerk: Browser) -> None:
    answer = clerk.post("/staff/desk/card", {"card": "C9"})
    assert answer.status_code == 400
    assert "没有这张读者证" in seen(answer)
    assert "收书" in seen(answer)


def test_a_book_is_lent_by_barcode(clerk: Browser) -> None:
    page = lent(clerk)
    assert "借出《活着》，应还日期 2026-12-21。" in page
    assert "借了 1 本" in page


def test_the_audit_tells_which_book_went_to_which_card(desk: Desk, clerk: Browser) -> None:
    lent(clerk)
    clerk.post("/staff/desk/return", {"barcode": "B1", "branch": "main"})
    assert desk.audit.told()[-2:] == [
        ("lin", "loan.lend", "B1 ****34 m5", "done"),
        ("lin", "loan.return", "B1 ****34 m5", "done"),
    ]


def test_why_a_book_is_not_lent_is_said(clerk: Browser) -> None:
    lent(clerk)
    assert "这本登记在别的证上，请先办还书" in lent(clerk, "C5678")


def test_a_loan_is_renewed_from_the_card(clerk: Browser) -> None:
    lent(clerk)
    asked = {"card": "C1234", "barcode": "B1", "seen": "2026-12-21"}
    assert "已续借《活着》，应还日期 2027-01-20。" in seen(clerk.post("/staff/desk/renew", asked))


def test_a_return_says_who_waits(library: Library, clerk: Browser) -> None:
    lent(clerk)
    library.circulation.place_hold(CardNumber("C5678"), Wanted("t1"), "main", "m", library.call())
    page = seen(clerk.post("/staff/desk/return", {"barcode": "B1", "branch": "main"}))
    assert "请放到预约架，尾号 5678 的读者来取" in page
    assert "5678" in seen(clerk.get("/staff/desk/shelf"))


def test_a_book_kept_for_nobody_any_more_is_to_be_put_back(
    library: Library, clerk: Browser
) -> None:
    placed = library.circulation.place_hold(
        CardNumber("C5678"), Wanted("t1"), "main", "m", library.call()
    )
    clerk.post("/staff/desk/return", {"barcode": "B1", "branch": "main"})
    assert placed.hold is not None
    clerk.post("/staff/desk/cancel", {"card": "C5678", "hold": placed.hold.id})
    assert "请放回书架" in seen(clerk.get("/staff/desk/shelf"))
    listed = clerk.get("/staff/api/desk/shelf").json_body["items"]
    assert [(one["barcode"], one["state"]) for one in listed] == [("B1", "put_back")]


def test_a_return_elsewhere_is_sent_on(clerk: Browser) -> None:
    page = seen(clerk.post("/staff/desk/return", {"barcode": "B1", "branch": "east"}))
    assert "这本属于总馆，请送回" in page


def test_what_to_fetch_is_listed_by_branch(library: Library, clerk: Browser) -> None:
    library.circulation.place_hold(CardNumber("C5678"), Wanted("t1"), "main", "m", library.call())
    assert "活着" in seen(clerk.get("/staff/desk/fetch?branch=main"))
    assert "没有要取的书" in seen(clerk.get("/staff/desk/fetch?branch=east"))
    listed = clerk.get("/staff/api/desk/fetch").json_body["items"]
    assert [one["copies"][0]["barcode"] for one in listed] == ["B1"]


def test_a_new_card_shows_its_pin_once(library: Library, clerk: Browser) -> None:
    page = clerk.post("/staff/desk/cards", {"card": "N1", "holder": "新读者", "kind": "adult"})
    pin = re.search(r"<code>(\d{6})</code>", text(page))
    assert pin is not None
    assert pin[1] not in text(clerk.post("/staff/desk/card", {"card": "N1"}))


def test_a_number_that_is_taken_is_refused_and_the_form_keeps_its_words(clerk: Browser) -> None:
    page = clerk.post("/staff/desk/cards", {"card": "C1234", "holder": "新读者", "kind": "adult"})
    assert page.status_code == 409
    assert "这个证号已经有人用了" in seen(page)
    assert "新读者" in text(page)


def test_a_card_is_stopped_and_freed(clerk: Browser) -> None:
    clerk.post("/staff/desk/block", {"card": "C1234", "why": "挂失"})
    assert "证已停用" in lent(clerk)
    clerk.post("/staff/desk/block", {"card": "C1234"})
    assert "借出《活着》" in lent(clerk)


def test_a_registered_copy_can_be_lent(clerk: Browser) -> None:
    asked = {"barcode": "Z9", "title": "三体", "branch": "main"}
    assert "已登记条码 Z9" in seen(clerk.post("/staff/desk/copies", asked))
    assert "借出《三体》" in lent(clerk, barcode="Z9")


def test_a_lost_copy_is_not_lent_until_it_is_back(clerk: Browser) -> None:
    clerk.post("/staff/desk/gone", {"barcode": "B1", "gone": "true"})
    assert "没有这个条码" in lent(clerk)
    clerk.post("/staff/desk/gone", {"barcode": "B1", "gone": "false"})
    assert "借出《活着》" in lent(clerk)


def test_the_api_lends_and_tells_the_reason(clerk: Browser) -> None:
    told = clerk.post_json("/staff/api/desk/lend", b'{"card": "C1234", "barcode": "B7"}').json_body
    assert (told["reason"], told["says"]) == ("no_such_item", "没有借成：没有这个条码。")


def test_whoever_does_not_lend_sees_no_card(desk: Desk) -> None:
    editor = desk.signed_in(Role.EDITOR)
    assert editor.post("/staff/desk/card", {"card": "C1234"}).status_code == 403


def test_a_library_with_another_system_has_no_desk_here(desk: Desk) -> None:
    clerk = desk.signed_in(Role.DESK, lending=None)
    assert "没有开通" in seen(clerk.get("/staff/desk"))
    assert "/staff/desk" not in text(clerk.get("/staff"))


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_has_words_for_staff(reason: Reason) -> None:
    assert texts.REASONS[reason.value]
