"""The ledger and the front page as staff see them."""

import re
from dataclasses import replace

from chalicelib.conversation.model import LedgerEntry
from chalicelib.conversation.report import LedgerReport
from chalicelib.dialogue import End
from chalicelib.staff.model import Role
from chalicelib.texts.words import Language
from tests.factories_staff import NOON, Desk, seen, text

OWED = LedgerEntry("2026-11-21", "k1", "p-reader", "text", End.OWED, None, NOON, NOON)
DAY = LedgerReport("2026-11-21", 7, {"answered": 6, "owed": 1}, {"faq": 6}, (OWED,), 2)


def test_a_clean_day_is_said_to_be_clean() -> None:
    page = seen(Desk().signed_in(Role.DIRECTOR).get("/staff/ledger"))
    assert "没有落下的消息" in page


def test_a_message_without_an_end_stands_out() -> None:
    page = Desk(ledger=DAY).signed_in(Role.DIRECTOR).get("/staff/ledger?day=2026-11-21")
    assert "有 1 条消息超过十分钟还没有结果，另有 2 位读者" in seen(page)
    assert "问答 6" in seen(page)
    assert "p-reader" not in text(page)


def test_the_cost_of_a_reader_is_shown() -> None:
    busy = Desk(ledger=replace(DAY, messages=100_000, kinds={"faq": 100_000}, readers=1000))
    page = seen(busy.signed_in(Role.DIRECTOR).get("/staff/ledger"))
    assert "这一天来过 1000 位读者" in page
    assert re.search(r"平均每位读者 0\.00\d\d 美元；不含每月固定的费用", page)


def test_a_day_without_readers_shows_no_cost() -> None:
    assert "平均每位读者" not in seen(Desk().signed_in(Role.DIRECTOR).get("/staff/ledger"))


def test_the_api_gives_the_same() -> None:
    found = Desk(ledger=DAY).signed_in(Role.DESK).get("/staff/api/ledger").json_body
    assert found["clean"] is False
    assert (found["readers"], found["currency"]) == (0, "USD")
    assert found["endless"][0]["key"] == "k1"
    assert "reader" not in found["endless"][0]


def test_a_day_that_is_none_is_refused() -> None:
    assert Desk().signed_in(Role.DESK).get("/staff/ledger?day=x").status_code == 400


def test_the_front_page_counts_what_waits() -> None:
    desk = Desk(ledger=DAY)
    page = seen(desk.signed_in(Role.DESK).get("/staff"))
    assert "0 待处理来信" in page
    assert "1 没有结果的消息" in page


def test_the_front_page_gives_the_whole_number_of_messages() -> None:
    busy = Desk(ledger=replace(DAY, messages=431))
    assert "431 今天的消息" in seen(busy.signed_in(Role.DESK).get("/staff"))


def test_the_front_page_counts_what_an_editor_can_answer() -> None:
    desk = Desk()
    desk.mind.gaps.count("k1", "能带狗吗", Language.SIMPLIFIED, NOON)
    assert "1 没答上的问题" in seen(desk.signed_in(Role.EDITOR).get("/staff"))


def test_the_front_page_shows_an_editor_no_inbox() -> None:
    assert "待处理来信" not in seen(Desk().signed_in(Role.EDITOR).get("/staff"))


def test_the_front_page_warns_of_holidays_nobody_knows_yet() -> None:
    assert "2027 年的节假日安排" in seen(Desk().signed_in(Role.EDITOR).get("/staff"))
