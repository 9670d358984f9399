"""How long one call to a library system may still take."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.errors import TryLater

_LEAST_S = 0.01


@dataclass(frozen=True)
class Deadline:
    """`end_s` on the machine's own steady clock."""

    end_s: float
    steady: Callable[[], float] = time.monotonic

    def left_s(self) -> float:
        return self.end_s - self.steady()

    def up_to(self, most_s: float) -> float:
        """A timeout for one step. Raises TryLater where nothing worth a step is left."""
        left = self.left_s()
        if left < _LEAST_S:
            raise TryLater("the library system: no time is left for the call")
        return min(most_s, left)

    def earlier(self, other: "Deadline") -> "Deadline":
        return self if self.end_s <= other.end_s else other


def within(seconds: float) -> Deadline:
    return Deadline(time.monotonic() + seconds)
