"""Numbers mean what the reader last saw, on the card the reader meant, however long it takes."""

import pytest

from chalicelib.ils.model import Call, CardNumber, Wanted
from tests.scenarios.test_borrowing import Town, services, shelves, town

__all__ = ["services", "shelves", "town"]
pytestmark = pytest.mark.engine


def lends_three(town: Town) -> None:
    """Due in this order, one day after the other."""
    town.lend("t1", "活着", days_ago=27)
    town.lend("t2", "平凡的世界", days_ago=26)
    town.lend("t3", "边城", days_ago=25)


def holds_two(town: Town) -> None:
    for title_id, title in (("t1", "活着"), ("t2", "平凡的世界")):
        town.lend(title_id, title, "R2")
        system, wanted = town.services.embedded.circulation, Wanted(title_id, title)
        system.place_hold(CardNumber("R1"), wanted, "main", title_id, Call(town.clock()))


def test_after_a_renewal_the_numbers_of_the_list_still_hold(town: Town) -> None:
    lends_three(town)
    town.says("我的借阅")
    assert "《活着》：续借好了" in town.says("续借 1")
    assert "《平凡的世界》：续借好了" in town.says("续借 2")
    assert "《边城》：续借好了" in town.says("续借 3")


def test_the_numbers_hold_while_the_system_is_down(town: Town) -> None:
    lends_three(town)
    town.says("我的借阅")
    town.system.is_down = True
    town.says("续借 1")
    town.says("续借 2")
    town.system.is_down = False
    town.passes(minutes=11)
    town.sweeps()
    said = town.says("你好")
    assert "《活着》：续借好了" in said
    assert "《平凡的世界》：续借好了" in said


def test_a_number_without_a_list_shows_the_list_and_asks(town: Town) -> None:
    lends_three(town)
    before = town.loans()
    said = town.says("续借 2")
    assert "2. 《平凡的世界》" in said
    assert "要续借哪一本" in said
    assert town.loans() == before
    assert "《平凡的世界》：续借好了" in town.says("2")


def test_a_number_without_a_list_cancels_nothing(town: Town) -> None:
    holds_two(town)
    assert "要取消哪一条" in town.says("取消预约 2")
    assert town.holds() == ["活着", "平凡的世界"]
    assert "《平凡的世界》" in town.says("2")
    assert town.holds() == ["活着"]


def test_after_a_cancellation_the_numbers_of_the_list_still_hold(town: Town) -> None:
    holds_two(town)
    town.says("我的预约")
    assert "《活着》" in town.says("取消预约 1")
    assert "《平凡的世界》" in town.says("取消预约 2")
    assert town.holds() == []


def test_what_is_noted_is_done_with_the_card_that_was_meant(town: Town) -> None:
    town.binds("R2")
    town.lend_long_ago("t1", "活着")
    town.lend("t2", "平凡的世界", "R2", days_ago=25)
    mine, mothers = town.loans(), town.loans("R2")
    town.system.is_down = True
    assert "已经记下" in town.says("全部续借")
    town.says("用证 2")
    town.system.is_down = False
    town.passes(minutes=11)
    town.sweeps()
    assert town.loans("R2") == mothers
    assert town.loans() > mine


def test_what_is_noted_is_not_done_with_another_card_once_its_own_is_unbound(town: Town) -> None:
    town.binds("R2")
    town.lend("t2", "平凡的世界", "R2", days_ago=25)
    mothers = town.loans("R2")
    town.system.is_down = True
    assert "已经记下" in town.says("全部续借")
    town.says("解绑 1")
    town.system.is_down = False
    town.passes(minutes=11)
    town.sweeps()
    assert town.loans("R2") == mothers
    assert "已经解绑" in town.says("你好")


@pytest.mark.parametrize("words", ["我的借阅 1 2", "我的预约 1、2"])
def test_two_numbers_of_cards_show_the_first(town: Town, words: str) -> None:
    assert "抱歉" not in town.says(words)
