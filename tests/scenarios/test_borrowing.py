"""Loans, renewals and holds from the chat, on the embedded system; and while the system is down."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.catalogue.model import Copy, Record
from chalicelib.errors import TryLater
from chalicelib.ils.model import Call, CardNumber, Wanted
from chalicelib.notify.model import About, Delivery, Message, State
from chalicelib.notify.store import DeliveryStore
from chalicelib.readers.model import Card
from chalicelib.readers.store import ReaderStore
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from local import lessons
from local.demo.seed import seed_books, seed_facts, seed_knowledge
from tests.scenarios.front import BoxClock, FrontDoor, Reader

pytestmark = pytest.mark.engine


class Moody:
    """A library system that can go down, and can do a thing and lose the answer."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.is_down = False
        self.loses: str = ""
        self.asked: list[str] = []
        self.heard: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        inner = getattr(self._inner, name)

        def call(*args: Any, **named: Any) -> Any:
            self.asked.append(name)
            if self.is_down:
                raise TryLater("down")
            self.heard.append((name, args[0]))
            told = inner(*args, **named)
            if self.loses == name:
                self.loses = ""
                raise TryLater("the answer was lost")
            return told

        return call


@dataclass
class Town:
    """One reader with a bound card, a stack of books, a desk that lends."""

    services: Services
    clock: BoxClock
    reader: Reader
    system: Moody

    def says(self, text: str) -> str:
        return self.reader.says(text)

    def lend_long_ago(self, title_id: str, title: str) -> str:
        """Due in five days: late enough to be renewed here."""
        return self.lend(title_id, title, days_ago=25)

    def lend(self, title_id: str, title: str, card: str = "R1", days_ago: int = 0) -> str:
        barcode = f"B-{title_id}"
        record = Record(title_id, title, copies=(Copy("main", barcode=barcode),))
        self.services.embedded.copies.adopt(record)
        self.services.embedded.desk.lend(card, barcode, self.clock() - timedelta(days=days_ago))
        return barcode

    def binds(self, *numbers: str, reader: str = "") -> None:
        held = ReaderStore().get(reader or self.reader.openid)
        cards = tuple(Card(n.lower(), CardNumber(n), self.clock()) for n in numbers)
        ReaderStore().save(replace(held, cards=(*held.cards, *cards)))

    def passes(self, **length: float) -> None:
        self.clock.pass_(**length)

    def sweeps(self) -> None:
        self.passes(seconds=30)
        self.services.sweeper.sweep(self.clock())

    def loans(self, card: str = "R1") -> list[tuple[str, str]]:
        sheet = self.services.embedded.cards.sheet(CardNumber(card), self.clock())
        return [(one.title, str(one.due.day)) for one in sheet.loans if one.due]

    def holds(self, card: str = "R1") -> list[str]:
        sheet = self.services.embedded.cards.sheet(CardNumber(card), self.clock())
        return [one.title for one in sheet.holds]


@pytest.fixture
def services(services: Services, clock: BoxClock) -> Services:
    settings = replace(
        services.settings, circulation="embedded", public_url="https://lib.example.cn"
    )
    built = wiring.use(clock, settings, lessons.kept)
    _ = built.wire
    create_missing(MODELS)
    seed_facts(built)
    seed_knowledge(built)
    for number in ("R1", "R2"):
        built.embedded.cards.register(CardNumber(number), "读者", "adult", clock())
    return built


@pytest.fixture
def town(services: Services, clock: BoxClock, front: FrontDoor) -> Town:
    moody = Moody(services.circulation)
    services.__dict__["circulation"] = moody
    made = Town(services, clock, front.reader("mother"), moody)
    made.binds("R1")
    return made


@pytest.fixture
def shelves(town: Town, services: Services) -> Town:
    """With the demo library's books to search."""
    seed_books(services)
    return town


def test_loans_are_listed_with_their_days_the_overdue_first(town: Town) -> None:
    town.lend("t1", "活着")
    town.passes(days=29)
    town.lend("t2", "平凡的世界")
    town.passes(days=3)
    said = town.says("我的借阅")
    assert "借了 2 本，其中 1 本已超期" in said
    assert said.index("《活着》") < said.index("《平凡的世界》")
    assert "已超期 1 天" in said
    assert "还有 27 天" in said


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("我的借阅", "《活着》"),
        ("我的预约", "现在没有预约"),
        ("续借 1", "续借好了"),
        ("取消预约 1", "现在没有预约"),
        ("我的证", "尾号"),
        ("解绑", "已解除绑定"),
        ("提醒", "会提醒您的事"),
        ("长者模式", "1 我借的书"),
    ],
)
def test_an_open_question_about_the_library_does_not_swallow_what_readers_do(
    town: Town, words: str, answer: str
) -> None:
    """Opening hours stay open for "那少儿馆呢"."""
    town.lend_long_ago("t1", "活着")
    town.says("今天开门吗")
    assert answer in town.says(words)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("我的反馈", "还没有留过反馈"), ("我的数据", "刚才说到哪儿了"), ("我的证", "尾号")],
)
def test_a_list_of_loans_does_not_swallow_what_else_is_mine(
    town: Town, words: str, answer: str
) -> None:
    town.lend("t1", "活着")
    town.says("我的借阅")
    assert answer in town.says(words)


def test_without_a_card_the_reader_is_told_how_to_bind(town: Town, front: FrontDoor) -> None:
    assert "发“绑定”" in front.reader("stranger").says("我的借阅")


def test_nothing_on_loan_says_so(town: Town) -> None:
    assert "没有借书" in town.says("我的借阅")


def test_one_loan_is_renewed_by_one_word(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    before = town.loans()
    assert "续借好了" in town.says("续借")
    assert town.loans()[0][1] > before[0][1]


def test_of_several_the_reader_is_asked_which_by_numbers(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.lend_long_ago("t2", "平凡的世界")
    assert "要续借哪一本" in town.says("续借")
    said = town.says("2")
    assert "续借好了" in said
    assert said.count("《") == 1


def test_numbers_mean_what_the_list_showed(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.lend_long_ago("t2", "平凡的世界")
    town.lend_long_ago("t3", "边城")
    shown = town.says("我的借阅")
    third = next(line for line in shown.splitlines() if line.startswith("3. "))
    assert third.removeprefix("3. ") in town.says("续借 3")


def test_all_are_renewed_and_a_refusal_says_why(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.lend_long_ago("t2", "平凡的世界")
    town.says("我的借阅")
    town.says("续借 1")
    said = town.says("全部续借")
    assert said.count("续借好了") == 1
    assert "没有续成" in said
    assert "次数或册数已经用完" in said


def test_a_book_is_renewed_by_its_title(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.lend_long_ago("t2", "平凡的世界")
    assert "《平凡的世界》：续借好了" in town.says("帮我续借《平凡的世界》")


def test_a_title_that_is_not_on_loan_is_not_renewed(town: Town) -> None:
    town.lend("t1", "活着")
    assert "借阅里没有这一本" in town.says("帮我续借《红楼梦》")


def test_a_second_card_is_asked_for_by_its_number(town: Town) -> None:
    town.binds("R2")
    town.lend("t1", "活着", "R2")
    assert "没有借书" in town.says("我的借阅")
    assert "《活着》" in town.says("我的借阅 2")


def test_a_repeated_message_renews_once(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.says("续借")
    once = town.loans()
    town.reader.repeats()
    assert town.loans() == once


def test_while_the_system_is_down_a_renewal_is_noted_and_done_later(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    before = town.loans()
    town.system.is_down = True
    assert "已经记下" in town.says("续借")
    town.sweeps()
    assert town.loans() == before
    town.system.is_down = False
    town.sweeps()
    assert town.loans() > before
    assert "续借好了" in town.says("你好")


def test_a_renewal_whose_answer_was_lost_is_done_once(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.system.loses = "renew"
    assert "已经记下" in town.says("续借")
    once = town.loans()
    town.sweeps()
    assert town.loans() == once
    assert "续借好了" in town.says("你好")


def test_a_hold_is_placed_from_the_search_and_cancelled(shelves: Town) -> None:
    shown = shelves.says("找书 三体")
    assert "《三体" in shown or "三体" in shown
    asked = shelves.says("预约 1")
    assert "想在哪里取" in asked
    said = shelves.says("1")
    assert "预约" in said


def test_my_holds_show_the_queue_and_are_cancelled_by_number(shelves: Town) -> None:
    barcode = shelves.lend("t1", "活着", "R2")
    assert barcode
    system, card = shelves.services.embedded.circulation, CardNumber("R1")
    wanted = Wanted("t1", "活着")
    system.place_hold(card, wanted, "main", "k1", Call(shelves.clock()))
    assert "等书，排第 1 位" in shelves.says("我的预约")
    assert "已取消预约：《活着》" in shelves.says("取消预约 1")
    assert shelves.holds() == []


def test_an_unbound_reader_sees_nothing_any_more(town: Town) -> None:
    town.lend("t1", "活着")
    town.says("解绑")
    assert "发“绑定”" in town.says("我的借阅")


def test_a_card_the_system_no_longer_knows_is_explained(town: Town) -> None:
    town.services.embedded.cards.remove("R1")
    assert "找不到" in town.says("我的借阅")


def test_a_list_older_than_half_an_hour_is_not_chosen_from(town: Town) -> None:
    town.lend("t1", "活着")
    town.lend("t2", "平凡的世界")
    town.says("续借")
    town.passes(minutes=31)
    assert "续借好了" not in town.says("2")


def test_cards_of_somebody_else_are_never_asked_for(town: Town, front: FrontDoor) -> None:
    town.lend("t1", "活着")
    assert "《活着》" not in front.reader("other").says("我的借阅")


def test_a_loan_that_is_due_soon_is_told_once(town: Town) -> None:
    town.says("你好")
    town.lend("t1", "活着")
    town.passes(days=27)
    town.services.sweep()
    town.services.sweep()
    said = town.says("你好")
    assert said.count("《活着》") == 1
    assert "快到期" in said
    assert "快到期" not in town.says("你好")


def test_what_was_turned_off_is_not_told(town: Town) -> None:
    assert "1. 快到期：开" in town.says("提醒")
    assert "关" in town.says("提醒 1")
    town.lend("t1", "活着")
    town.passes(days=27)
    town.services.sweep()
    assert "快到期" not in town.says("你好")
    assert "1. 快到期：关" in town.says("提醒设置")
    assert "您选的提醒：快到期（关）" in town.says("我的数据")


def test_who_asks_for_one_book_by_its_title_is_told_how_to_hold_it(shelves: Town) -> None:
    said = shelves.says("预约 围城")
    assert "想预约这本，发“预约 1”" in said
    assert "想在哪里取" in shelves.says("预约 1")
    assert "《围城》：" in shelves.says("高铁新城分馆")


def test_fees_are_told_to_who_asks_also_where_nothing_is_owed(town: Town) -> None:
    town.lend("t1", "活着")
    assert "没有待付的费用" in town.says("我欠费吗？")
    assert "没有待付的费用" in town.says("欠费多少")
    town.passes(days=40)
    town.services.embedded.desk.take_back("B-t1", "main", town.clock())
    assert "待付费用共" in town.says("我的费用")


def test_who_asks_for_help_is_told_what_there_is(town: Town) -> None:
    said = town.says("帮助")
    assert "发送书名、作者找书" in said


def test_a_search_says_once_how_the_first_book_is_held(shelves: Town) -> None:
    listed = shelves.says("找历史书")
    assert listed.count("发“预约") == 1
    assert "发“预约" not in shelves.says("下一页")
    assert "发“预约 2”" in shelves.says("2")


def test_without_a_library_system_no_hold_is_offered(
    services: Services, clock: BoxClock, front: FrontDoor
) -> None:
    seed_books(services)
    wiring.use(clock, replace(services.settings, circulation="none"), lessons.kept)
    assert "预约" not in front.reader("passer").says("找历史书")


def test_what_waits_and_what_was_sent_are_among_what_is_held(
    town: Town, services: Services
) -> None:
    town.lend_long_ago("t1", "活着")
    town.system.is_down = True
    town.says("续借")
    due = Message("due-1", About.DUE, "《活着》明天到期")
    DeliveryStore().open(Delivery(town.reader.openid, due, State.SENT, town.clock()))
    said = town.says("我的数据")
    assert "等着办的：续借" in said
    assert "提醒：1 条，最后一条 2026-11-21 10:00" in said
    held = services.privacy.rights.held(town.reader.openid)
    assert [one.deed for one in held.wishes] == ["renew"]
    assert held.sent.count == 1
