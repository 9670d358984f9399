"""The library system is down and comes back: who asked first is served first, and hears of it."""

from datetime import timedelta

import pytest

from chalicelib.errors import Conflict
from chalicelib.feedback.model import CaseState
from chalicelib.ils.model import Call, CardNumber, Wanted
from tests.scenarios.front import FrontDoor
from tests.scenarios.test_borrowing import Town, services, shelves, town

__all__ = ["services", "shelves", "town"]
pytestmark = pytest.mark.engine


def waiting(town: Town) -> list[str]:
    return [one.facts["do"] for one in town.services.line.page("", 50)[0]]


def goes_down(town: Town) -> None:
    town.system.is_down = True


def comes_back(town: Town) -> None:
    """Long enough for whoever was put off."""
    town.system.is_down = False
    town.passes(minutes=11)
    town.sweeps()


def effects(town: Town) -> list[str]:
    return [name for name in town.system.asked if name in ("renew", "renew_all", "place_hold")]


def test_the_note_says_until_when_it_is_tried(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    goes_down(town)
    said = town.says("续借")
    until = town.clock() + timedelta(days=3, hours=8)
    assert f"最迟等到{until:%Y-%m-%d}" in said


def test_what_was_done_at_once_leaves_nothing_in_line(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    assert "续借好了" in town.says("续借")
    assert waiting(town) == []


def test_a_later_wish_waits_for_the_earlier_one(town: Town, front: FrontDoor) -> None:
    town.lend_long_ago("t1", "活着")
    town.lend("t2", "平凡的世界", "R2", days_ago=25)
    other = front.reader("other")
    town.binds("R2", reader=other.openid)
    goes_down(town)
    town.says("续借")
    town.system.is_down = False
    before = town.loans("R2")
    assert "已经记下" in other.says("续借")
    assert town.loans("R2") == before
    comes_back(town)
    assert town.loans("R2") > before
    assert "续借好了" in other.says("你好")
    assert "续借好了" in town.says("你好")


def test_the_first_to_ask_is_first_in_the_queue(shelves: Town, front: FrontDoor) -> None:
    other = front.reader("other")
    shelves.binds("R2", reader=other.openid)
    shelves.says("找书 三体")
    other.says("找书 三体")
    shelves.says("预约 1")
    other.says("预约 1")
    goes_down(shelves)
    assert "已经记下" in other.says("1")
    shelves.passes(seconds=5)
    assert "已经记下" in shelves.says("1")
    comes_back(shelves)
    holds = [card for name, card in shelves.system.heard if name == "place_hold"]
    assert holds == [CardNumber("R2"), CardNumber("R1")]
    assert waiting(shelves) == []


def test_after_three_days_the_reader_is_told_and_staff_have_a_case(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    goes_down(town)
    town.says("续借")
    town.passes(days=3, minutes=11)
    town.sweeps()
    said = town.says("你好")
    assert "没有办成" in said
    case = town.services.feedback.in_state(CaseState.NEW).cases[0]
    assert case.number in said
    assert "续借" in case.entries[0].text
    assert waiting(town) == []


def test_what_is_too_late_is_not_done_any_more(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    before = town.loans()
    goes_down(town)
    town.says("续借")
    town.passes(days=3, minutes=11)
    town.system.is_down = False
    town.sweeps()
    assert town.loans() == before
    assert effects(town) == []


def test_staff_have_done_it_by_hand(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    before = town.loans()
    goes_down(town)
    town.says("续借")
    desk = town.services.staff.waiting
    assert desk is not None
    one = desk.page("", 1)[0][0]
    assert (one.wish, one.card) == ("续借", "R1")
    desk.settle(one.place, True, "", town.clock())
    comes_back(town)
    assert town.loans() == before
    assert "工作人员已经替您办好了" in town.says("你好")


def test_staff_drop_it_with_a_word(town: Town) -> None:
    goes_down(town)
    town.says("全部续借")
    place = town.services.line.page("", 1)[0][0].place
    town.services.line.settle(place, False, "书要送去修。", town.clock())
    town.sweeps()
    assert "书要送去修。" in town.says("你好")
    with pytest.raises(Conflict):
        town.services.line.settle(place, True, "", town.clock())


def test_a_lost_answer_to_a_cancellation_is_found_out(shelves: Town) -> None:
    system, card = shelves.services.embedded.circulation, CardNumber("R1")
    shelves.lend("t1", "活着", "R2")
    system.place_hold(card, Wanted("t1", "活着"), "main", "k1", Call(shelves.clock()))
    shelves.system.loses = "cancel_hold"
    assert "已经记下" in shelves.says("取消预约 1")
    comes_back(shelves)
    assert "已取消预约：《活着》" in shelves.says("你好")


def test_a_forgotten_reader_stands_in_line_no_more(town: Town) -> None:
    goes_down(town)
    town.says("全部续借")
    town.services.forget(town.reader.openid)
    town.passes(minutes=2)
    town.sweeps()
    town.services.sweep()
    assert waiting(town) == []
