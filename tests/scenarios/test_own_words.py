"""Loans and holds as readers ask for them when they know no command."""

import pytest

from chalicelib.ils.model import Call, CardNumber, Wanted
from tests.scenarios.test_borrowing import Town, services, shelves, town

__all__ = ["services", "shelves", "town"]
pytestmark = pytest.mark.engine


@pytest.fixture
def waiting(town: Town) -> Town:
    barcode = town.lend("t1", "活着", card="R2")
    wanted = Wanted("t1", "活着", (barcode,))
    town.system.place_hold(CardNumber("R1"), wanted, "main", "k", Call(town.clock()))
    return town


@pytest.mark.parametrize(
    "said",
    [
        *(
            "我预约的书到了吗",
            "我预约的书到了没",
            "我的预约排到第几了",
            "不想要预约的那本了",
            "取消我预约的书",
        ),
        *("预约的书不要了", "我預約的書不要了。"),
    ],
)
def test_who_asks_about_holds_in_other_words_sees_them(waiting: Town, said: str) -> None:
    told = waiting.says(said)
    assert ("《活着》" in told, "取消预约 1" in told or "取消預約 1" in told) == (True, True)
    assert waiting.holds() == ["活着"]


@pytest.mark.parametrize(
    "said", ["怎么取消预约", "预约可以取消吗", "取消我预约的座位", "讲座预约不要了"]
)
def test_questions_and_other_bookings_are_no_wish_about_holds(waiting: Town, said: str) -> None:
    assert "《活着》" not in waiting.says(said)


@pytest.mark.parametrize("said", ["预约这本", "就要这本", "预约", "这本我要了"])
def test_the_book_that_was_opened_is_at_hand(shelves: Town, said: str) -> None:
    shelves.says("三体")
    shelves.says("2")
    assert "预约《三体Ⅱ》，想在哪里取" in shelves.says(said)
    assert "《三体Ⅱ》：" in shelves.says("第一个馆")


def test_of_a_list_where_none_was_opened_the_number_is_asked_for(shelves: Town) -> None:
    shelves.says("三体")
    assert "请发“预约 1”这样的字" in shelves.says("预约这本")
    assert "想在哪里取" in shelves.says("预约 2")


@pytest.mark.parametrize("said", ["我的读者证号是多少", "我的卡号"])
def test_a_card_is_told_by_its_last_digits(town: Town, said: str) -> None:
    assert "尾号" in town.says(said)


@pytest.mark.parametrize("said", ["孩子的卡怎么加", "再绑一张证", "我要绑证"])
def test_a_further_card_is_bound_in_other_words(town: Town, said: str) -> None:
    assert "打开绑定页面" in town.says(said)


@pytest.mark.parametrize("said", ["我要还书", "我想还书"])
def test_who_brings_a_book_back_is_told_where(town: Town, said: str) -> None:
    told = town.says(said)
    assert "还" in told
    assert "借了" not in told


def test_a_longer_time_is_a_renewal(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    assert "续借好了" in town.says("延期")
