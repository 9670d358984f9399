"""What people write who do not think of commands: the service has to meet them half way."""

import pytest

from tests.scenarios.test_borrowing import Town, services, shelves, town
from tests.scenarios.test_lists import holds_two, lends_three

__all__ = ["services", "shelves", "town"]
pytestmark = pytest.mark.engine


@pytest.mark.parametrize("words", ["第二本", "第2本", "二", "２", "要第二本吧", "2号"])
def test_which_one_is_answered_in_any_writing(town: Town, words: str) -> None:
    lends_three(town)
    town.says("续借")
    assert "《平凡的世界》：续借好了" in town.says(words)


@pytest.mark.parametrize("words", ["全部", "都续吧", "都要"])
def test_which_one_is_answered_with_all_of_them(town: Town, words: str) -> None:
    lends_three(town)
    town.says("续借")
    assert town.says(words).count("续借好了") == 3


def test_the_second_book_is_renewed_by_its_ordinal(town: Town) -> None:
    lends_three(town)
    town.says("我借的书什么时候还")
    assert "《平凡的世界》：续借好了" in town.says("续借第二本")


def test_after_all_were_renewed_the_numbers_still_hold(town: Town) -> None:
    lends_three(town)
    town.says("我的借阅")
    town.says("都续了吧")
    assert "《平凡的世界》" in town.says("续借第二本")


def test_a_number_alone_below_the_list_is_told_what_to_write(town: Town) -> None:
    lends_three(town)
    before = town.loans()
    town.says("我的借阅")
    assert "发“续借 2”" in town.says("2")
    assert town.loans() == before
    assert "《平凡的世界》：续借好了" in town.says("续借 2")


def test_a_number_alone_below_the_holds_cancels_nothing(town: Town) -> None:
    holds_two(town)
    town.says("我的预约")
    assert "发“取消预约 2”" in town.says("2")
    assert len(town.holds()) == 2


def test_a_question_in_between_does_not_hide_that_books_can_be_renewed(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    town.says("书到期了怎么办")
    assert "《活着》：续借好了" in town.says("我要续借")


def test_who_was_asked_for_a_title_can_still_renew(town: Town) -> None:
    town.lend_long_ago("t1", "活着")
    assert "书名" in town.says("找书")
    assert "《活着》：续借好了" in town.says("我要续借")


def test_a_title_to_hold_is_shown_with_what_to_write_next(shelves: Town) -> None:
    said = shelves.says("预约三体")
    assert said.count("发“预约 1”") == 1
    assert "先发书名" not in said


def test_the_place_is_chosen_by_its_name(shelves: Town) -> None:
    shelves.says("预约三体")
    asked = shelves.says("预约 1")
    name = asked.splitlines()[-1].partition(". ")[2]
    assert "《三体》" in shelves.says(name)
    assert "place_hold" in shelves.system.asked


def test_an_overdue_book_is_not_renewed_and_the_reader_hears_why(town: Town) -> None:
    town.lend("t1", "活着", days_ago=33)
    town.lend("t2", "平凡的世界", days_ago=27)
    said = town.says("都续了吧")
    assert "《活着》：没有续成，已经超期" in said


def test_without_holds_a_cancellation_says_that_there_are_none(town: Town) -> None:
    assert "现在没有预约" in town.says("取消预约")


@pytest.mark.parametrize("words", ["不要提醒我了", "别再提醒我了", "取消提醒"])
def test_who_wants_no_reminders_is_shown_how(town: Town, words: str) -> None:
    assert "1. 快到期：开" in town.says(words)


def test_who_wants_a_hold_taken_back_is_shown_the_holds(town: Town) -> None:
    holds_two(town)
    said = town.says("我想把红楼梦预约取消")
    assert "2. 《平凡的世界》" in said
    assert "发“取消预约 1”" in said
    assert len(town.holds()) == 2
