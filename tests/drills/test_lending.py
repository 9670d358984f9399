"""Drawn schedules of lend, return, renew, hold, cancel and lapse; eight threads on the real engine.

Every write is put into the order its rows' versions tell and replayed against a model written
apart (`lending_model`): each must be what the model does at that point. So no copy is lent twice,
no hold lost or doubled, nobody served out of turn. One answer in thirty is lost on the way.
Short form: 600 steps; `DRILLS=long`: more than 10,000.
"""

import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.ils.embedded.books import CARD, TITLE
from chalicelib.ils.embedded.codec import title_of
from chalicelib.ils.embedded.model import Title
from chalicelib.ils.embedded.store import CirculationStore
from chalicelib.tables.connect import Wire
from tests.drills import lending_model as model
from tests.drills.history import Recorder, Write, in_order
from tests.drills.lending_world import Step, World, a_model, agree, seen_in, seen_in_model

pytestmark = [pytest.mark.drill, pytest.mark.engine]
LONG = os.environ.get("DRILLS") == "long"
SCHEDULES, STEPS = (45, 250) if LONG else (6, 100)
THREADS = 8


def play(world: World, steps: list[Step]) -> None:
    """Each thread takes every eighth step; all begin together."""
    gate = threading.Barrier(THREADS)

    def lane(first: int) -> None:
        gate.wait(30)
        for step in steps[first::THREADS]:
            world.recorder.at.step = step.number
            world.told[step.number] = world.done(step)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lane, range(THREADS)))


def judge(world: World, steps: list[Step]) -> None:
    """Replays every write on the model, in the rows' own order."""
    judged, placed = a_model(world), 0
    for write in in_order([one for one in world.recorder.writes if one.step >= 0]):
        titles = [key for key in write.rows if key.startswith(TITLE)]
        for key in titles:
            written, step = title_of(write.rows[key].body), steps[write.step]
            assert replayed(judged, world, step, write, written), step
            assert seen_in_model(judged, written.id) == seen_in(written), step
            placed += step.kind == "hold"
    waiting = [hold.name for queue in judged.queues.values() for hold in queue]
    assert len({*judged.ended, *waiting}) == len(judged.ended) + len(waiting) == placed
    agree(world)


def replayed(
    judged: model.ModelLibrary, world: World, step: Step, write: Write, written: Title
) -> bool:
    """Whether the model does it too."""
    if step.kind == "lend":
        return judged.lend(step.card, step.barcode, step.today)
    if step.kind == "return":
        return judged.take_back(step.barcode, step.branch, step.today)
    if step.kind == "renew":
        return judged.renew(step.card, world.renewed[step.number], step.today)
    if step.kind == "hold":
        name = next(hold.id for hold in written.queue if hold.card == step.card)
        return judged.place(step.card, written.id, step.branch, name, step.today)
    card = next(key.removeprefix(CARD) for key in write.rows if key.startswith(CARD))
    hold = next(one for one in judged.queues[written.id] if one.card == card)
    over = hold.until is not None and hold.until < step.today
    return (over or step.kind == "cancel") and judged.end(hold.name, written.id, step.today)


def test_whatever_happens_at_once_happens_as_if_one_after_the_other(storage: Wire) -> None:
    totals: Counter[str] = Counter()

    @settings(
        max_examples=SCHEDULES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.integers(0, 2**16 - 1), min_size=STEPS, max_size=STEPS))
    def schedules(drawn: list[int]) -> None:
        chance = random.Random(sum(drawn))
        world = World(Recorder(CirculationStore(storage), chance))
        world.recorder.loses = 1 / 30
        steps = [world.step(number, one) for number, one in enumerate(drawn)]
        play(world, steps)
        totals.update(world.told.values())
        noted = world.recorder
        totals.update(
            steps=len(steps),
            writes=len(noted.writes),
            conflicts=noted.conflicts,
            lost_answers=noted.lost,
        )
        judge(world, steps)
        world.close()
        agree(world)

    schedules()
    print(dict(totals))
    assert totals["steps"] >= SCHEDULES * STEPS
