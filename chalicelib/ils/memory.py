"""What became of effects of this process: the same key is not sent a second time."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 1000


class Memory(Generic[T]):
    """The latest outcomes by key. Another process finds out by reading back."""

    def __init__(self, most: int = MOST) -> None:
        self._known: OrderedDict[str, T] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            return self._known.get(key)

    def keep(self, key: str, outcome: T) -> T:
        with self._lock:
            self._known[key] = outcome
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return outcome
