from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.ils.model import CardState
from chalicelib.notify.fitting import fit
from chalicelib.notify.model import About
from chalicelib.reminders.model import Rules, Source
from tests.reminders.world import MORNING, World, a_hold, a_loan


@pytest.fixture
def world() -> World:
    made = World()
    made.reader("mother", "R1")
    return made


def test_everything_of_a_day_is_one_message(world: World) -> None:
    loans = [a_loan("a", 5), a_loan("b", -7), a_loan("c", 20)]
    world.accounts.set("R1", loans, [a_hold("h", 5)])
    world.runs()
    (text,) = world.texts()
    assert "《书a》" in text
    assert "《书b》" in text
    assert "《预约h》" in text
    assert "《书c》" not in text
    assert "续借发“续借”；刚续过、还过的，不用理会" in text


def test_a_reminder_says_of_which_day_it_is(world: World) -> None:
    """A reader without a window reads it with the next message, perhaps weeks later."""
    world.accounts.set("R1", [a_loan("a", 1)])
    world.runs()
    assert world.texts()[0].startswith("11月23日的提醒：")


def test_nothing_to_say_sends_nothing(world: World) -> None:
    world.accounts.set("R1", [a_loan("a", 20)])
    assert world.runs() == 1
    assert world.texts() == []


def test_a_reader_is_looked_at_once_a_day(world: World) -> None:
    world.accounts.set("R1", [a_loan("a", 5)])
    world.runs()
    world.passes(hours=23)
    assert world.runs() == 0
    world.passes(hours=1)
    assert world.runs() == 1
    assert len(world.texts()) == 1


def test_several_cards_are_told_apart(world: World) -> None:
    world.reader("mother", "R1", "R2")
    world.accounts.set("R1", [a_loan("a", 5)])
    world.accounts.set("R2", [a_loan("b", 5)])
    world.runs()
    (text,) = world.texts()
    assert text.count("【") == 2


def test_what_a_reader_turned_off_is_not_said(world: World) -> None:
    world.reader("mother", "R1", due="off")
    world.accounts.set("R1", [a_loan("a", 5), a_loan("b", -1)])
    world.runs()
    (text,) = world.texts()
    assert "《书a》" not in text


def test_at_night_nobody_is_disturbed(world: World) -> None:
    world.passes(hours=12)
    world.reader("mother", "R1")
    world.accounts.set("R1", [a_loan("a", 5)])
    world.runs()
    assert world.texts() == []
    world.passes(hours=10)
    world.runs()
    assert len(world.texts()) == 1


def test_what_was_decided_on_and_not_sent_waits_for_the_morning(world: World) -> None:
    world.passes(hours=10, minutes=45)
    world.reader("mother", "R1")
    world.accounts.set("R1", [a_loan("a", 5)])
    with suppress(Died):
        world.reminding(wrap=lambda part: Mortal(part, [6])).run(world.now)
    assert world.memories.rows["mother"].owed is not None
    world.passes(minutes=30)
    world.runs()
    assert world.texts() == []
    world.passes(hours=11)
    world.runs()
    assert len(world.texts()) == 1


def test_while_the_system_is_down_reminders_wait_and_nothing_is_lost(world: World) -> None:
    world.accounts.set("R1", [a_loan("a", 5)])
    world.accounts.is_down = True
    assert world.runs() == 0
    world.accounts.is_down = False
    world.passes(minutes=30)
    world.runs()
    assert len(world.texts()) == 1


def test_one_account_that_never_answers_does_not_stand_before_the_others(world: World) -> None:
    world.accounts.is_down = True
    world.runs()
    world.reader("father", "R2")
    world.accounts.is_down = False
    world.accounts.set("R2", [a_loan("b", 5)])
    world.runs()
    assert [reader for reader, _ in world.tells.log] == ["father"]


def test_a_card_that_is_gone_does_not_hush_the_other(world: World) -> None:
    world.reader("mother", "R9", "R1")
    world.accounts.set("R1", [a_loan("a", 5)])
    world.runs()
    assert len(world.texts()) == 1


def test_a_template_shows_the_first_and_how_many(world: World) -> None:
    world.accounts.set("R1", [a_loan("a", 5), a_loan("b", 3)])
    world.runs()
    ((_, message),) = world.tells.log
    assert message.about is About.DUE
    assert message.facts["title"] == "书b等 2 本"
    assert message.facts["count"] == 2


def test_a_long_title_still_says_how_many(world: World) -> None:
    loans = [replace(a_loan(id, 5), title="中国科学院图书馆图书分类法使用说明大全") for id in "ab"]
    world.accounts.set("R1", loans)
    world.runs()
    ((_, message),) = world.tells.log
    assert fit("thing", message.facts["title"]).endswith("等 2 本")


def test_the_most_pressing_names_the_message(world: World) -> None:
    world.accounts.set("R1", [a_loan("a", 5, recalled=True), a_loan("b", -1)], [a_hold("h", 0)])
    world.runs()
    ((_, message),) = world.tells.log
    assert message.about is About.RECALL


def test_a_library_may_switch_kinds_off(world: World) -> None:
    world.rules = Rules(kinds=frozenset({About.HOLD_READY}))
    world.accounts.set("R1", [a_loan("a", 5)])
    world.runs()
    assert world.texts() == []


def test_a_turn_that_comes_late_keeps_its_hour(world: World) -> None:
    world.passes(hours=3)
    world.accounts.set("R1", [a_loan("a", 20)])
    world.runs()
    look_at = world.memories.rows["mother"].look_at
    assert look_at == MORNING + timedelta(days=1)


def test_a_turn_shortly_before_the_night_goes_to_the_morning(world: World) -> None:
    world.passes(hours=9)
    world.reader("mother", "R1")
    world.accounts.set("R1", [a_loan("a", 20)])
    world.runs()
    look_at = world.memories.rows["mother"].look_at
    assert look_at == MORNING + timedelta(days=1, hours=-2)


def test_the_library_system_is_asked_no_more_often_than_it_may(world: World) -> None:
    world.rules = Rules(calls_a_minute=2)
    _town(world, 5)
    reminding = world.reminding()
    assert [reminding.run(world.now), reminding.run(world.now)] == [2, 0]
    world.passes(minutes=1)
    assert [reminding.run(world.now), len(world.accounts.asked)] == [2, 4]


def test_a_file_may_be_read_as_often_as_one_likes(world: World) -> None:
    world.rules = Rules(calls_a_minute=2, source=Source.FILE)
    _town(world, 5)
    assert world.runs() == 5


def test_more_than_a_page_is_looked_at_in_one_round(world: World) -> None:
    world.rules = Rules(calls_a_minute=0)
    _town(world, 120)
    assert world.runs() == 120


def test_reminders_take_no_more_than_their_share_of_a_round(world: World) -> None:
    _town(world, 5)
    ticks = iter(range(0, 1000, 6))
    assert world.reminding(ticks=lambda: next(ticks)).run(world.now) == 2


def _town(world: World, size: int) -> None:
    world.memories.rows.clear()
    for number in range(size):
        world.reader(f"r{number}", f"C{number}")
        world.accounts.set(f"C{number}")


class Died(BaseException):
    pass


class Mortal:
    """Dies before or after one of its calls, counted over all parts together."""

    def __init__(self, inner: Any, left: list[int]) -> None:
        self._inner = inner
        self._left = left

    def __getattr__(self, name: str) -> Callable[..., Any]:
        inner = getattr(self._inner, name)

        def call(*args: Any, **named: Any) -> Any:
            self._step()
            told = inner(*args, **named)
            self._step()
            return told

        return call

    def _step(self) -> None:
        self._left[0] -= 1
        if self._left[0] == 0:
            raise Died


@pytest.mark.parametrize("steps", range(1, 18))
def test_a_crash_at_any_step_says_everything_exactly_once(world: World, steps: int) -> None:
    world.accounts.set("R1", [a_loan("a", 5), a_loan("b", 1)])
    left = [steps]
    with suppress(Died):
        world.reminding(lambda part: Mortal(part, left)).run(world.now)
    for _ in range(4):
        world.passes(minutes=10)
        world.runs()
    world.passes(days=1)
    loans = [a_loan("a", 4, world.today), a_loan("b", 0, world.today)]
    world.accounts.set("R1", loans)
    world.runs()
    said = "\n".join(world.texts())
    assert said.count("《书a》") == 1
    assert said.count("《书b》") == 2
    assert len(world.texts()) == 2


def test_sixty_days_of_one_loan_say_each_stage_once(world: World) -> None:
    due = world.today + timedelta(days=30)
    for _ in range(70):
        left = (due - world.today).days
        world.accounts.set("R1", [a_loan("a", left, world.today)])
        world.runs()
        world.passes(days=1)
    assert len(world.texts()) == 6


@pytest.mark.parametrize("state", [CardState.EXPIRED, CardState.BLOCKED])
def test_a_card_that_was_stopped_is_said_once_and_its_loans_never(
    world: World, state: CardState
) -> None:
    notices: list[str] = []
    world.warns = lambda reader, id, text, now: notices.append(f"{reader} {text}")
    world.accounts.set("R1", [a_loan("a", 5)])
    held = world.accounts.held["R1"]
    world.accounts.held["R1"] = replace(held, patron=replace(held.patron, state=state))
    world.runs()
    world.now += timedelta(days=1)
    world.runs()
    assert world.texts() == []
    (said,) = notices
    assert said.startswith("mother ")
    assert "请到服务台" in said
