"""One hand, any schedule: what is done and what is refused is what the drill's model says."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drills import lending_model as model
from tests.drills.history import Recorder
from tests.drills.lending_world import Step, World, a_model, agree, seen_in, seen_in_model
from tests.ils.fakes import FakeRows


def done_by_model(judged: model.ModelLibrary, world: World, step: Step, name: str) -> bool:
    if step.kind == "lend":
        has_it = judged.copies[step.barcode].has == step.card
        return has_it or judged.lend(step.card, step.barcode, step.today)
    if step.kind == "return":
        return judged.take_back(step.barcode, step.branch, step.today)
    if step.kind == "renew":
        loan = world.renewed.get(step.number)
        return bool(loan) and judged.renew(step.card, str(loan), step.today)
    if step.kind == "hold":
        return judged.place(step.card, step.title, step.branch, name, step.today)
    if step.kind == "cancel":
        return judged.end(name, _title_of(judged, name), step.today)
    return lapse(judged, step)


def lapse(judged: model.ModelLibrary, step: Step) -> bool:
    over = [
        (hold.name, title)
        for title, queue in judged.queues.items()
        for hold in queue
        if hold.until is not None and hold.until < step.today
    ]
    return sum(judged.end(name, title, step.today) for name, title in over) > 0


def _title_of(judged: model.ModelLibrary, name: str) -> str:
    titles = (t for t, queue in judged.queues.items() if any(h.name == name for h in queue))
    return next(titles, next(iter(judged.queues)))


def first_hold(world: World, card: str) -> str:
    return next(iter(world.library.books.open().card(card).holds), "")


def last_hold(world: World, card: str) -> str:
    return next(reversed(list(world.library.books.open().card(card).holds)), "")


def walk(drawn: list[int]) -> None:
    world = World(Recorder(FakeRows(), random.Random(0)))
    judged = a_model(world)
    for number, one in enumerate(drawn):
        step = world.step(number, one)
        world.recorder.at.step = number
        ending = first_hold(world, step.card)
        told = world.done(step)
        name = last_hold(world, step.card) if step.kind == "hold" else ending
        done = "done" in told or (step.kind == "lapse" and told != "0")
        assert done_by_model(judged, world, step, name) == done, (step, told)
        for title in world.library.books.titles(world.titles.values()).values():
            assert seen_in_model(judged, title.id) == seen_in(title), step
    agree(world)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2**16 - 1), min_size=150, max_size=150))
def test_whatever_one_hand_does_the_model_does_and_refuses_the_same(drawn: list[int]) -> None:
    walk(drawn)
