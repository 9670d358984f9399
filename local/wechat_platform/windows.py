"""When and how often a customer-service message may be sent (wechat.md §2.1, since 2023-06-12).

A message from the reader opens 48 h for 5 messages; a tap (click, scancode_push,
scancode_waitmsg), a follow and a scan open 1 min for 3. Each kind keeps its own allowance;
a send uses the one that ends first. How the platform itself joins overlapping allowances is
not published.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Any

from local.wechat_platform.codes import ApiError


class Opening(StrEnum):
    MESSAGE = "message"
    TAP = "tap"
    FOLLOW = "follow"
    SCAN = "scan"


@dataclass(frozen=True)
class Window:
    ends_at: datetime
    left: int

    def is_open(self, now: datetime) -> bool:
        return now < self.ends_at


TERMS = {
    Opening.MESSAGE: (timedelta(hours=48), 5),
    Opening.TAP: (timedelta(minutes=1), 3),
    Opening.FOLLOW: (timedelta(minutes=1), 3),
    Opening.SCAN: (timedelta(minutes=1), 3),
}
TYPING_NEEDS_CONTACT_WITHIN = timedelta(seconds=30)
TYPING_SHOWS = timedelta(seconds=15)


class Windows:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._windows: dict[str, dict[Opening, Window]] = {}
        self._contact: dict[str, datetime] = {}
        self._typing_until: dict[str, datetime] = {}

    def open(self, openid: str, opening: Opening) -> None:
        length, count = TERMS[opening]
        with self._lock:
            now = self._now()
            self._windows.setdefault(openid, {})[opening] = Window(now + length, count)
            self._contact[openid] = now

    def close(self, openid: str) -> None:
        """The reader left: nothing may be sent any more."""
        with self._lock:
            for kept in (self._windows, self._contact, self._typing_until):
                kept.pop(openid, None)

    def spend(self, openid: str) -> None:
        """Use one message; raises 45015 outside every window, 45047 when its count is used up."""
        with self._lock:
            usable = self._open_windows(openid)
            if not usable:
                raise ApiError(45015)
            with_rest = [one for one in usable if usable[one].left > 0]
            if not with_rest:
                raise ApiError(45047)
            first = min(with_rest, key=lambda one: usable[one].ends_at)
            self._windows[openid][first] = replace(usable[first], left=usable[first].left - 1)
            self._typing_until.pop(openid, None)

    def start_typing(self, openid: str) -> None:
        """45080 without contact in the last 30 s, 45081 while the sign is already shown (§2.2)."""
        with self._lock:
            now = self._now()
            contact = self._contact.get(openid)
            if contact is None or now - contact > TYPING_NEEDS_CONTACT_WITHIN:
                raise ApiError(45080)
            if self._is_typing(openid):
                raise ApiError(45081)
            self._typing_until[openid] = now + TYPING_SHOWS

    def stop_typing(self, openid: str) -> None:
        with self._lock:
            self._typing_until.pop(openid, None)

    def is_typing(self, openid: str) -> bool:
        with self._lock:
            return self._is_typing(openid)

    def told(self, openid: str) -> dict[str, Any]:
        with self._lock:
            return {
                opening.value: {"left": window.left, "ends_at": window.ends_at.isoformat()}
                for opening, window in self._open_windows(openid).items()
            }

    def clear(self) -> None:
        with self._lock:
            for kept in (self._windows, self._contact, self._typing_until):
                kept.clear()

    def _open_windows(self, openid: str) -> dict[Opening, Window]:
        now = self._now()
        return {o: w for o, w in self._windows.get(openid, {}).items() if w.is_open(now)}

    def _is_typing(self, openid: str) -> bool:
        until = self._typing_until.get(openid)
        return until is not None and self._now() < until
