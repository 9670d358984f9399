"""Questions and what is done with those nobody can answer."""

import pytest

from chalicelib.dialogue import Kind
from chalicelib.wiring import Services
from chalicelib.work_queue import MemoryQueue
from tests.scenarios.front import BoxClock, FrontDoor

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("answers")]


def work_off(services: Services) -> None:
    queue = services.queue
    assert isinstance(queue, MemoryQueue)
    while nudge := queue.take():
        services.nudged(*nudge)


def test_a_question_is_answered_in_the_readers_script(front: FrontDoor) -> None:
    reader = front.reader()
    assert "身份证" in reader.says("办证要带什么材料")
    assert "身份證" in reader.says("辦證要帶什麼材料")


def test_opening_hours_are_told_for_the_day_and_the_branch(front: FrontDoor) -> None:
    assert "老城分馆明天（11月22日 周日）8:30-18:00" in front.reader().says("明天老馆几点关门")


def test_a_question_nobody_answers_is_kept_for_staff(front: FrontDoor, services: Services) -> None:
    said = front.reader().says("高铁票怎么退")
    work_off(services)
    assert "人工" in said
    assert [gap.text for gap in services.knowledge.editing.gaps.page().gaps] == ["高铁票怎么退"]


def test_a_question_nobody_answers_survives_a_lost_nudge(
    front: FrontDoor, services: Services
) -> None:
    front.reader().says("高铁票怎么退")
    services.sweep()
    assert [gap.count for gap in services.knowledge.editing.gaps.page().gaps] == [1]


def test_a_secret_in_an_unanswered_question_is_not_kept(
    front: FrontDoor, services: Services
) -> None:
    front.reader().says("高铁票怎么退 身份证11010519491231002X")
    work_off(services)
    assert "11010519491231002X" not in services.knowledge.editing.gaps.page().gaps[0].text


def test_two_questions_in_one_message_are_both_answered(front: FrontDoor) -> None:
    said = front.reader().says("办证要带什么，停车怎么收费")
    assert "身份证" in said
    assert "停车" in said


def test_a_greeting_is_no_question(front: FrontDoor, services: Services) -> None:
    front.reader().says("您好")
    work_off(services)
    assert services.knowledge.reads("您好").kind is Kind.GREETING
    assert services.knowledge.editing.gaps.page().gaps == ()


def test_a_publication_whose_nudge_was_lost_is_made_all_the_same(
    services: Services, clock: BoxClock
) -> None:
    services.wanted.ask("lin", clock())
    queue = services.queue
    assert isinstance(queue, MemoryQueue)
    assert queue.take() == ("publish", {})
    clock.pass_(minutes=3)
    assert services.wanted.sweep(clock()) == 1
    work_off(services)
    assert services.wanted.sweep(clock()) == 0
