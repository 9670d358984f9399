"""Holds taken back: one, several, all; what the list does not have; answers that are lost."""

from typing import Any

import pytest

from chalicelib.circulation.chosen import holds_before
from chalicelib.errors import GiveUp, TryLater
from chalicelib.ils.model import Call, CardNumber, Wanted
from tests.scenarios.test_borrowing import Town, services, town

__all__ = ["services", "town"]
pytestmark = pytest.mark.engine
TITLES = {"t1": "活着", "t2": "平凡的世界", "t3": "三体"}


@pytest.fixture
def waiting(town: Town) -> Town:
    """Three books that somebody else has, held for the reader."""
    for id, title in TITLES.items():
        barcode = town.lend(id, title, card="R2")
        wanted = Wanted(id, title, (barcode,))
        call = Call(town.clock())
        town.system.place_hold(CardNumber("R1"), wanted, "main", f"k-{id}", call)
    return town


class BreaksAtTheSecond:
    def __init__(self, inner: Any, problem: Exception) -> None:
        self.inner, self.problem, self.count = inner, problem, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def cancel_hold(self, *args: Any, **named: Any) -> Any:
        self.count += 1
        if self.count == 2:
            raise self.problem
        return self.inner.cancel_hold(*args, **named)


def listed(town: Town) -> list[str]:
    said = town.says("我的预约").splitlines()
    return [line[line.index("《") + 1 : line.index("》")] for line in said if "《" in line]


@pytest.mark.parametrize(
    "said", ["取消预约 1 3", "取消 1、3", "取消预约第一条和第三条", "不要1和3了", "取消预约1，3。"]
)
def test_several_are_taken_back_by_their_numbers(waiting: Town, said: str) -> None:
    first, second, third = listed(waiting)
    told = waiting.says(said)
    assert (f"已取消预约：《{first}》" in told, f"已取消预约：《{third}》" in told) == (True, True)
    assert waiting.holds() == [second]


def test_a_number_the_list_does_not_have_is_named(waiting: Town) -> None:
    first = listed(waiting)[0]
    assert waiting.says("取消预约 1 9").splitlines() == [
        f"已取消预约：《{first}》。",
        "单子上没有第 9 个，没有办。",
    ]
    assert len(waiting.holds()) == 2


def test_of_several_renewals_too_the_absent_number_is_named(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.lend_long_ago("t2", "平凡的世界")
    town.says("我的借阅")
    told = town.says("续借 1 7")
    assert "续借好了" in told
    assert "没有第 7 个" in told


@pytest.mark.parametrize("said", ["全部取消预约", "取消所有预约", "取消預約 1 2 3"])
def test_all_of_a_list_are_taken_back(waiting: Town, said: str) -> None:
    listed(waiting)
    assert waiting.says(said).count("已取消") == 3
    assert waiting.holds() == []


def test_without_a_list_the_reader_is_asked_which_and_may_say_all(waiting: Town) -> None:
    asked = waiting.says("全部取消预约")
    assert "要取消哪一条" in asked
    assert len(waiting.holds()) == 3
    assert waiting.says("全部").count("已取消") == 3
    assert waiting.holds() == []


def test_below_a_list_of_loans_a_no_takes_back_no_hold(waiting: Town) -> None:
    waiting.lend("t4", "围城")
    waiting.says("我的借阅")
    waiting.says("不要1")
    assert len(waiting.holds()) == 3


def test_numbers_mean_the_same_list_after_one_is_gone(waiting: Town) -> None:
    _, second, third = listed(waiting)
    waiting.says("取消预约 1")
    assert f"《{third}》" in waiting.says("取消预约 3")
    assert waiting.holds() == [second]


def test_an_answer_that_is_lost_among_several_is_made_good(waiting: Town) -> None:
    _, second, _ = listed(waiting)
    waiting.system.loses = "cancel_hold"
    assert "已经记下" in waiting.says("取消预约 1 3")
    waiting.sweeps()
    assert waiting.says("你好").count("已取消预约：") == 2
    assert waiting.holds() == [second]


def test_while_the_system_is_down_all_that_were_meant_wait(waiting: Town) -> None:
    _, second, _ = listed(waiting)
    waiting.system.is_down = True
    waiting.says("取消预约 1 3")
    waiting.system.is_down = False
    waiting.sweeps()
    assert waiting.holds() == [second]


def test_the_older_readers_way_reads_back_what_is_taken_back(waiting: Town) -> None:
    waiting.says("长者模式")
    waiting.says("6")
    assert "取消第 1、3 条预约，对吗" in waiting.says("取消预约 1 3")
    assert waiting.says("1").count("已取消") == 2


def test_an_odd_answer_to_one_of_several_leaves_the_others_done(waiting: Town) -> None:
    first, second, third = listed(waiting)
    waiting.system._inner = BreaksAtTheSecond(waiting.system._inner, GiveUp("odd"))
    told = waiting.says("取消预约 1 2 3").splitlines()
    assert told[0] == f"已取消预约：《{first}》。"
    assert told[1].startswith(f"《{second}》：没有取消成")
    assert told[2] == f"已取消预约：《{third}》。"
    assert waiting.holds() == [second]


def test_what_was_done_before_the_system_went_down_is_told_with_the_rest(waiting: Town) -> None:
    titles = listed(waiting)
    waiting.system._inner = BreaksAtTheSecond(waiting.system._inner, TryLater("down"))
    assert "已经记下" in waiting.says("取消预约 1 2 3")
    assert waiting.holds() == titles[1:]
    waiting.sweeps()
    told = waiting.says("你好")
    assert [one for one in titles if f"已取消预约：《{one}》" not in told] == []


def test_what_was_done_is_never_called_undone(waiting: Town) -> None:
    first = listed(waiting)[0]
    waiting.system._inner = BreaksAtTheSecond(waiting.system._inner, TryLater("down"))
    waiting.says("取消预约 1 2 3")
    waiting.system.is_down = True
    for _ in range(8):
        waiting.passes(hours=12)
        waiting.services.sweeper.sweep(waiting.clock())
    told = waiting.says("你好")
    assert "没有办成" in told
    assert f"《{first}》" not in told


@pytest.mark.parametrize("said", ["都要", "都续", "全续", "都续了"])
def test_to_keep_or_renew_all_takes_back_none(waiting: Town, said: str) -> None:
    waiting.says("取消预约")
    waiting.says(said)
    assert len(waiting.holds()) == 3


@pytest.mark.parametrize(
    "said",
    [
        *(
            "都不要了",
            "全部取消",
            "都取消",
            "全部不要了",
            "全部！",
            "取消全部",
            "都不要",
            "都退掉吧",
        ),
        *("全部取消預約", "cancel all", "all of them"),
    ],
)
def test_all_is_understood_as_people_say_it(waiting: Town, said: str) -> None:
    waiting.says("取消预约")
    waiting.says(said)
    assert waiting.holds() == []


@pytest.mark.parametrize("said", ["第一条不要了", "1不要了", "1取消", "把1取消", "第1个也不要了"])
def test_a_number_may_stand_before_it(waiting: Town, said: str) -> None:
    first = listed(waiting)[0]
    assert f"已取消预约：《{first}》" in waiting.says(said)
    assert len(waiting.holds()) == 2


def test_what_left_the_list_meanwhile_is_named(waiting: Town) -> None:
    _, second, third = listed(waiting)
    waiting.says("取消预约 1")
    told = waiting.says("取消预约 1 2 2").splitlines()
    assert told == [f"已取消预约：《{second}》。", "第 1 个已经不在单子上了。"]
    assert waiting.holds() == [third]


def test_a_number_said_twice_is_done_once(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.lend_long_ago("t2", "三体")
    town.says("我的借阅")
    assert town.says("续借 1 1").count("续借好了") == 1


def test_a_wish_noted_before_several_could_be_chosen_is_read() -> None:
    names = ("chosen", "chosen_item", "chosen_record", "chosen_title")
    noted = dict(zip(names, ("h", "B", "t", "活着\n余华"), strict=True))
    assert [one.title for one in holds_before(noted)] == ["活着 余华"]
