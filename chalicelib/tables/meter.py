"""Counts storage calls and units of the work going on in this thread, for budgets and bench."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Meter:
    """`calls` lists operation names in order; `units` sums ConsumedCapacity by read and write."""

    calls: list[str] = field(default_factory=list)
    read_units: float = 0.0
    write_units: float = 0.0
    outer: "Meter | None" = None
    """Counts along: one that was there before."""

    def count(self, operation: str, asked: dict[str, Any], answer: dict[str, Any]) -> None:
        if self.outer is not None:
            self.outer.count(operation, asked, answer)
        self.calls.append(operation)
        units = _units(answer.get("ConsumedCapacity"))
        if operation in _WRITES:
            self.write_units += units
        else:
            self.read_units += units


_WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}


def _units(capacity: Any) -> float:
    rows = capacity if isinstance(capacity, list) else [capacity] if capacity else []
    return float(sum(row.get("CapacityUnits", 0.0) for row in rows))


class _Uncounted(Meter):
    def count(self, operation: str, asked: dict[str, Any], answer: dict[str, Any]) -> None:
        """Nobody measures: keep nothing."""


_current: ContextVar[Meter] = ContextVar("meter", default=_Uncounted())  # noqa: B039 - keeps nothing


def current_meter() -> Meter:
    return _current.get()


@contextmanager
def metering() -> Iterator[Meter]:
    meter = Meter(outer=_current.get())
    token = _current.set(meter)
    try:
        yield meter
    finally:
        _current.reset(token)
