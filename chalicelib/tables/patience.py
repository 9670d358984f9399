"""How long a storage call that failed is tried again.

DynamoDB answers in milliseconds, and what it throttles or loses is mostly taken a moment later: so
the next try follows at once, and the pauses stay short (botocore's own begin at half a second).
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TRIES = 6
PAUSE_S = 0.02
"""Before the second try at most; doubled each time."""
REPLY_S = 3.0
"""For all calls of one reply together; WeChat cuts at 5 s and a last try may still take one."""
CALL_S = 10.0
"""For a call that no reader waits for."""

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """No call inside is tried again after so long; each gets its first try."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def end_of_call() -> float:
    """Until when a call that begins now may be tried again, on the machine's steady clock."""
    given = _until.get()
    return time.monotonic() + CALL_S if given is None else given


def pauses(end: float) -> Iterator[float]:
    """Seconds to wait before each further try; no more of them once `end` has come."""
    for number in range(TRIES - 1):
        pause = random.uniform(0.0, PAUSE_S * 2**number)
        if time.monotonic() + pause >= end:
            return
        yield pause
