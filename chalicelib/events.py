"""What is going on: an event gathers its ids and measures, and ends in one line of the log.

`note` and `count` reach the innermost event of this thread from anywhere below it; without one
they do nothing. Only ids, keyed hashes and constants are noted, never a reader's words or openid.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from chalicelib.metrics import Measure


@dataclass
class Event:
    """`facts` stand in every line logged meanwhile; `measures` in the last one."""

    facts: dict[str, object] = field(default_factory=dict)
    measures: dict[Measure, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def add(self, measure: Measure, amount: float) -> None:
        self.measures[measure] = self.measures.get(measure, 0) + amount

    @property
    def spent_ms(self) -> int:
        return int((time.monotonic() - self.began) * 1000)


_current: ContextVar[Event | None] = ContextVar("event", default=None)


def current() -> Event | None:
    return _current.get()


@contextmanager
def event(**facts: object) -> Iterator[Event]:
    """Inside another event: knows its facts, and hands it its measures."""
    outer = _current.get()
    made = Event({**(outer.facts if outer else {}), **_told(facts)})
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)
        if outer is not None:
            _hand_over(made, outer)


def note(**facts: object) -> None:
    """What is empty is left out."""
    going_on = _current.get()
    if going_on is not None:
        going_on.facts.update(_told(facts))


def count(measure: Measure | None, amount: float = 1) -> None:
    going_on = _current.get()
    if going_on is not None and measure is not None and amount:
        going_on.add(measure, amount)


def gauge(measure: Measure, value: float) -> None:
    """A level, which may be zero; the last one counts."""
    going_on = _current.get()
    if going_on is not None:
        going_on.measures[measure] = value


def took(measure: Measure) -> None:
    """The milliseconds since the event began."""
    going_on = _current.get()
    if going_on is not None:
        going_on.measures[measure] = going_on.spent_ms


def _told(facts: dict[str, object]) -> dict[str, object]:
    return {name: fact for name, fact in facts.items() if fact not in ("", None, ())}


def _hand_over(inner: Event, outer: Event) -> None:
    for measure, amount in inner.measures.items():
        outer.add(measure, amount)
