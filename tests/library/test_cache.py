"""A value is read again when it is old, and only then."""

from dataclasses import dataclass, field

import pytest

from chalicelib.errors import TryLater
from chalicelib.library.cache import Fresh


@dataclass
class Source:
    """Counts its readings; `busy` makes it fail."""

    readings: list[int | None] = field(default_factory=list)
    busy: bool = False
    now_s: float = 0.0

    def load(self, held: int | None) -> int:
        if self.busy:
            raise TryLater("busy")
        self.readings.append(held)
        return len(self.readings)

    def cached(self) -> Fresh[int]:
        return Fresh(self.load, 60.0, lambda: self.now_s)


def test_a_young_value_is_not_read_again() -> None:
    source = Source()
    cached = source.cached()
    assert [cached.get(), cached.get()] == [1, 1]


def test_an_old_value_is_read_again_with_the_old_one_at_hand() -> None:
    source = Source()
    cached = source.cached()
    cached.get()
    source.now_s = 60.0
    assert cached.get() == 2
    assert source.readings == [None, 1]


def test_after_a_save_the_value_is_read_at_once() -> None:
    source = Source()
    cached = source.cached()
    cached.get()
    cached.forget()
    assert cached.get() == 2


def test_while_storage_is_busy_the_old_value_serves() -> None:
    source = Source()
    cached = source.cached()
    cached.get()
    source.busy, source.now_s = True, 100.0
    assert cached.get() == 1


def test_without_any_value_busy_storage_is_told() -> None:
    with pytest.raises(TryLater):
        Source(busy=True).cached().get()
