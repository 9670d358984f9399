"""Bounded logs of what went over the wire, for tests and for the curious."""

from collections import deque
from collections.abc import Mapping
from itertools import count, islice
from threading import Lock
from typing import Any

KEPT = 20_000
PAGE = 1_000
MASKED = "***"
SECRET_NAMES = frozenset({"secret", "appsecret", "access_token", "code"})


class Journal:
    """Numbered records, oldest first; the oldest fall out after `kept`."""

    def __init__(self, kept: int = KEPT) -> None:
        self._lock = Lock()
        self._numbers = count(1)
        self._records: deque[dict[str, Any]] = deque(maxlen=kept)

    def add(self, **record: Any) -> dict[str, Any]:
        with self._lock:
            numbered = {"id": next(self._numbers), **record}
            self._records.append(numbered)
            return numbered

    def after(self, number: int = 0, limit: int = PAGE) -> list[dict[str, Any]]:
        """One page, oldest first; ask again after its last id for the next."""
        with self._lock:
            return list(islice((one for one in self._records if one["id"] > number), limit))

    def newest(self, most: int) -> list[dict[str, Any]]:
        """Oldest of them first."""
        with self._lock:
            return list(islice(reversed(self._records), most))[::-1]

    def clear(self) -> None:
        with self._lock:
            self._records.clear()


def masked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A copy that may be shown: no secret and no token in it."""
    return {name: MASKED if name in SECRET_NAMES else value for name, value in fields.items()}
