"""What each reader sees on the phone, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from threading import Condition
from typing import Any


class Source(StrEnum):
    OWN = "own"
    PASSIVE = "passive"
    CUSTOMER_SERVICE = "customer_service"
    TEMPLATE = "template"
    FAILURE = "failure"
    PLATFORM = "platform"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Entry:
    id: int
    at: datetime
    kind: str
    source: Source
    content: dict[str, Any]

    def told(self) -> dict[str, Any]:
        head = {"id": self.id, "at": self.at.isoformat(), "kind": self.kind}
        return head | {"source": self.source.value} | self.content


class Diary:
    """Entries by reader id; ids grow over all readers. `epoch` changes when all is forgotten."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._changed = Condition()
        self._by_reader: dict[str, list[Entry]] = {}
        self._last_id = 0
        self.epoch = token_hex(4)

    @property
    def last_id(self) -> int:
        return self._last_id

    def add(self, reader_id: str, kind: str, source: Source, **content: Any) -> Entry:
        with self._changed:
            self._last_id += 1
            entry = Entry(self._last_id, self._now(), kind, source, content)
            self._by_reader.setdefault(reader_id, []).append(entry)
            self._changed.notify_all()
            return entry

    def after(self, reader_id: str, entry_id: int = 0, wait_s: float = 0.0) -> list[Entry]:
        """Entries newer than entry_id; waits up to wait_s of real time for the first of them."""
        with self._changed:
            if wait_s > 0:
                self._changed.wait_for(lambda: self._newer(reader_id, entry_id), wait_s)
            return self._newer(reader_id, entry_id)

    def clear(self) -> None:
        with self._changed:
            self._by_reader.clear()
            self.epoch = token_hex(4)
            self._changed.notify_all()

    def _newer(self, reader_id: str, entry_id: int) -> list[Entry]:
        return [one for one in self._by_reader.get(reader_id, []) if one.id > entry_id]
