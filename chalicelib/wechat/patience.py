"""How long one call to the platform may still take."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.errors import TryLater

CONNECT_S = 1.0
READ_S = 3.0
CALL_S = 8.0
"""The longest a call may take in all, its second try and a new token included."""
_LEAST_S = 0.02


@dataclass(frozen=True)
class Patience:
    """`end_s` on the machine's own steady clock."""

    end_s: float
    steady: Callable[[], float] = time.monotonic

    def left_s(self) -> float:
        """Raises TryLater where nothing worth a call is left."""
        left = self.end_s - self.steady()
        if left < _LEAST_S:
            raise TryLater("WeChat: no time is left for the call")
        return left

    def timeouts(self) -> tuple[float, float]:
        """To connect, and for each read."""
        left = self.left_s()
        return min(CONNECT_S, left), min(READ_S, left)


def for_seconds(seconds: float = CALL_S) -> Patience:
    return Patience(time.monotonic() + seconds)


def until(deadline: datetime, now: datetime, most_s: float = 60.0) -> Patience:
    """`deadline` and `now` on the service's clock, which may not be the machine's."""
    return for_seconds(min((deadline - now).total_seconds(), most_s))
