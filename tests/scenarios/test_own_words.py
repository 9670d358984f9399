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
    "said",
    [
        *(
            "怎么取消预约",
            "预约可以取消吗",
            "取消我预约的座位",
            "讲座预约不要了",
            "进馆要不要预约",
            "入馆要不要预约",
        ),
        *(
            "去图书馆用不用预约",
            "取消入馆预约",
            "预约提醒不要了",
            "我要投诉取消预约",
            "预约电脑不用了",
        ),
        *(
            "取消预约有没有违约金",
            "预约取消不了",
            "建议取消预约",
            "进馆不用预约吧",
            "谁取消了我的预约",
        ),
    ],
)
def test_questions_and_other_bookings_are_no_wish_about_holds(waiting: Town, said: str) -> None:
    assert "《活着》" not in waiting.says(said)


@pytest.mark.parametrize("said", ["预约这本", "就要这本", "预约", "这本我要了", "约这一本"])
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


def test_a_longer_time_is_a_renewal(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    assert "续借好了" in town.says("延期")


@pytest.mark.parametrize("said", ["我不要这本", "不预约", "先不预约", "不预约这本", "这本先不约"])
def test_a_no_to_the_opened_book_begins_no_hold(shelves: Town, said: str) -> None:
    shelves.says("三体")
    shelves.says("2")
    assert "想在哪里取" not in shelves.says(said)


def test_a_title_that_begins_with_a_no_is_looked_for(shelves: Town) -> None:
    shelves.says("三体")
    assert "没有预约" not in shelves.says("预约《不能承受的生命之轻》")


@pytest.mark.parametrize(
    "said", ["活动延期", "展览延期", "延期开放", "我要延期读者证", "读者证延期", "延期还书"]
)
def test_not_every_delay_is_a_renewal(town: Town, said: str) -> None:
    town.lend_long_ago("t1", "活着")
    before = town.loans()
    town.says(said)
    assert town.loans() == before


def test_a_lost_book_is_not_free(town: Town) -> None:
    assert "没有待付的费用" not in town.says("我要赔多少钱")


def test_whether_others_wait_for_my_loan_is_no_question_about_my_holds(waiting: Town) -> None:
    waiting.lend("t4", "围城")
    assert "《围城》" in waiting.says("我借的书有人预约吗")
