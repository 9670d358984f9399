"""Ids and measures of what is going on."""

from chalicelib import events
from chalicelib.events import count, current, note, took
from chalicelib.metrics import Measure


def test_without_an_event_nothing_is_kept() -> None:
    note(message="m1")
    count(Measure.ANSWERS)
    took(Measure.ANSWER_MS)
    assert current() is None


def test_what_is_noted_below_stands_in_the_event() -> None:
    with events.event(request="r1") as event:
        note(message="m1", case="", reader=None)
    assert event.facts == {"request": "r1", "message": "m1"}


def test_an_inner_event_knows_the_outer_ones_facts_and_keeps_its_own() -> None:
    with events.event(request="r1") as outer, events.event(message="m1") as inner:
        note(case="c1")
    assert inner.facts == {"request": "r1", "message": "m1", "case": "c1"}
    assert outer.facts == {"request": "r1"}


def test_an_inner_event_hands_its_measures_over() -> None:
    with events.event() as outer:
        count(Measure.LATE)
        with events.event():
            count(Measure.LATE, 2)
            count(Measure.ERRORS, 0)
    assert outer.measures == {Measure.LATE: 3}


def test_a_duration_is_of_the_event() -> None:
    with events.event() as event:
        took(Measure.ANSWER_MS)
    assert 0 <= event.measures[Measure.ANSWER_MS] <= event.spent_ms
