"""A value read again when it is old; while storage is busy the old one serves on."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from chalicelib.errors import TryLater
from chalicelib.logs import logger

log = logger("cache")
_T = TypeVar("_T")
MAX_AGE_S = 50.0
"""With the time of reading still under the 60 s in which an edit must be seen."""


class Fresh(Generic[_T]):
    """`load` gets the value held so far (None at first) and may hand it back unchanged."""

    def __init__(
        self,
        load: Callable[[_T | None], _T],
        max_age_s: float = MAX_AGE_S,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._load = load
        self._max_age_s = max_age_s
        self._ticks = ticks
        self._lock = Lock()
        self._held: _T | None = None
        self._read_at = float("-inf")

    def get(self) -> _T:
        """Raises TryLater only where nothing was ever read."""
        held = self._held
        if held is not None and self._ticks() - self._read_at < self._max_age_s:
            return held
        if not self._lock.acquire(blocking=held is None):
            return self._serving(held)
        try:
            return self._read_again()
        finally:
            self._lock.release()

    def forget(self) -> None:
        """The next `get` reads again: somebody just saved something."""
        self._read_at = float("-inf")

    def _serving(self, held: _T | None) -> _T:
        """Another thread is reading; the old value is good enough meanwhile."""
        return held if held is not None else self._read_again()

    def _read_again(self) -> _T:
        held = self._held
        if held is not None and self._ticks() - self._read_at < self._max_age_s:
            return held
        started = self._ticks()
        try:
            fresh = self._load(held)
        except TryLater:
            if held is None:
                raise
            log.warning("settings could not be read again")
            fresh = held
        self._held, self._read_at = fresh, started
        return fresh
