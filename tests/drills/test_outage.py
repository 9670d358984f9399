"""Drawn schedules of a library system that is down, flaps, loses answers, and processes that end.

No wish is lost, none is done twice, those who asked first are served first, and what a reader was
told at last is what was done. Short form: 150 schedules; `DRILLS=long`: 2,000.
"""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest

from tests.drills.outage_world import SWEEP, World

pytestmark = pytest.mark.drill
SCHEDULES = 2_000 if os.environ.get("DRILLS") == "long" else 150
BATCH = 50
STEPS = 40
MOODS = ("up", "up", "down", "down", "flapping")
DONE = ("续借好了", "预约好了", "已取消预约")
NOT_KNOWN = "说不准"


def played(seed: int) -> World:
    world, chance = World(seed), random.Random(seed * 7 + 1)
    for _ in range(STEPS):
        step(world, chance)
    recovers(world)
    return world


def step(world: World, chance: random.Random) -> None:
    drawn = chance.random()
    if drawn < 0.15:
        world.system.mood = chance.choice(MOODS)
    elif drawn < 0.6:
        world.wish()
    elif drawn < 0.62:
        world.passes(timedelta(days=chance.choice((1, 2, 3.5))))
    else:
        world.passes(SWEEP * chance.randint(0, 5))
        world.sweep()
    world.passes(timedelta(seconds=chance.choice((0, 0, 1, 9))))


def recovers(world: World) -> None:
    """The system is back for good; what is owed has an hour and a half."""
    world.system.mood = "up"
    for _ in range(90):
        world.passes(SWEEP)
        world.sweep()


def judge(world: World) -> None:
    told = {key: answers[0] for key, answers in world.ledger.answers.items()}
    assert set(told) == set(world.asked), "a wish was lost"
    assert max(Counter(map(len, world.ledger.answers.values()))) == 1, "somebody was told twice"
    assert world.ledger.owing == []
    assert world.intents.line == {}
    assert world.overtaken == []
    assert len(world.done) == len(set(world.done)), "done twice"
    for key, answer in told.items():
        promise_holds(world, key, answer)


def promise_holds(world: World, key: str, answer: str) -> None:
    was_done = key in world.done
    if NOT_KNOWN in answer:
        assert key in world.cases, answer
        return
    assert was_done == any(words in answer for words in DONE), (key, answer)
    assert (key in world.cases) == ("已经转给工作人员" in answer), answer


@pytest.mark.parametrize("batch", range(SCHEDULES // BATCH))
def test_no_wish_is_lost_or_doubled_and_every_promise_is_kept(batch: int) -> None:
    for number in range(BATCH):
        judge(played(batch * BATCH + number))


def test_the_schedules_meet_what_they_are_meant_to_meet() -> None:
    worlds = [played(seed) for seed in range(BATCH)]
    said = [answers[0] for world in worlds for answers in world.ledger.answers.values()]
    assert sum("有结果了" in one for one in said) > BATCH
    assert any("没有办成" in one for one in said)
    assert any(NOT_KNOWN in one for one in said)
    assert sum(len(world.done) for world in worlds) > BATCH
