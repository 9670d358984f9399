"""Who waits for the library system, in the console: seen, and settled by hand."""

from dataclasses import replace

import pytest

from chalicelib.staff.model import Role
from tests.circulation.fakes_line import ONE, WaitingAtHand
from tests.factories_staff import Browser, Desk, seen, text


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def line(desk: Desk) -> WaitingAtHand:
    return desk.waiting


@pytest.fixture
def clerk(desk: Desk) -> Browser:
    return desk.signed_in(Role.DESK)


def test_what_is_waited_for_is_seen_with_card_and_books(clerk: Browser) -> None:
    page = seen(clerk.get("/staff/waiting"))
    assert "预约《活着》" in page
    assert "C1234" in page
    assert "B1、B2" in page
    assert "试过 4 次" in page


def test_looking_is_in_the_audit(desk: Desk, clerk: Browser) -> None:
    clerk.get("/staff/waiting")
    assert desk.audit.told()[-1][:2] == ("lin", "intent.list")


def test_what_may_have_been_done_is_marked(line: WaitingAtHand, clerk: Browser) -> None:
    line.waiting = [replace(ONE, unsure=True)]
    assert "可能已经办成" in seen(clerk.get("/staff/waiting"))


def test_nobody_waiting_is_said(line: WaitingAtHand, clerk: Browser) -> None:
    line.waiting = []
    assert "没有人在等" in seen(clerk.get("/staff/waiting"))


def test_done_by_hand(desk: Desk, line: WaitingAtHand, clerk: Browser) -> None:
    answer = clerk.post("/staff/waiting/done", {"place": ONE.place})
    assert answer.status_code == 303
    assert line.settled == [(ONE.place, True, "")]
    assert desk.audit.told()[-1] == ("lin", "intent.done", "m1", "done")


def test_dropped_with_a_word(line: WaitingAtHand, clerk: Browser) -> None:
    clerk.post("/staff/waiting/drop", {"place": ONE.place, "word": "书丢了"})
    assert line.settled == [(ONE.place, False, "书丢了")]


def test_without_a_word_it_is_not_dropped(line: WaitingAtHand, clerk: Browser) -> None:
    answer = clerk.post("/staff/waiting/drop", {"place": ONE.place, "word": ""})
    assert answer.status_code == 400
    assert "预约《活着》" in seen(answer)
    assert line.settled == []


def test_what_is_just_being_tried_is_said(line: WaitingAtHand, clerk: Browser) -> None:
    line.busy = True
    assert clerk.post("/staff/waiting/done", {"place": ONE.place}).status_code == 409


def test_the_list_goes_page_by_page(line: WaitingAtHand, clerk: Browser) -> None:
    line.waiting = [replace(ONE, place=f"{n:06d}#m{n}") for n in range(60)]
    page = text(clerk.get("/staff/waiting"))
    assert page.count("不办了</button>") == 50
    assert "下一页" in page


def test_the_same_by_api(line: WaitingAtHand, clerk: Browser) -> None:
    assert '"card":"C1234"' in text(clerk.get("/staff/api/waiting"))
    clerk.post_json("/staff/api/waiting/done", b'{"place": "000001#m1", "word": "ok"}')
    clerk.post_json("/staff/api/waiting/drop", b'{"place": "000001#m1", "word": "no"}')
    assert [done for _, done, _ in line.settled] == [True, False]


def test_who_does_not_lend_sees_nothing(desk: Desk) -> None:
    editor = desk.signed_in(Role.EDITOR)
    assert editor.get("/staff/waiting").status_code == 403


def test_a_library_without_a_system_has_no_such_page(desk: Desk) -> None:
    assert desk.signed_in(Role.DESK, waiting=None).get("/staff/waiting").status_code == 404
