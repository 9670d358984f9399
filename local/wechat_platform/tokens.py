"""Access tokens of both kinds (wechat.md §5).

The classic call makes a new token each time and lets the one before live 5 more minutes; the
stable call returns the same token until its last 5 minutes. The two kinds do not touch each
other.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from local.wechat_platform.codes import ApiError

LIFE = timedelta(seconds=7200)
LAST_MINUTES = timedelta(minutes=5)
FORCED_A_DAY = 20
FORCED_APART = timedelta(seconds=30)
TOKEN_BYTES = 384


@dataclass(frozen=True)
class Token:
    value: str
    ends_at: datetime

    def seconds_left(self, now: datetime) -> int:
        return int((self.ends_at - now).total_seconds())


class Tokens:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._known: dict[str, Token] = {}
        self._replaced: set[str] = set()
        self._classic = ""
        self._stable = ""
        self._forced: list[datetime] = []

    def classic(self) -> tuple[str, int]:
        """A new token and its life in seconds."""
        with self._lock:
            self._retire(self._classic)
            self._classic = self._fresh()
            return self._told(self._classic)

    def stable(self, *, force: bool) -> tuple[str, int]:
        with self._lock:
            if force:
                self._note_forced()
                self._retire(self._stable, at_once=True)
                self._stable = self._fresh()
            elif self._needs_fresh(self._stable):
                self._stable = self._fresh()
            return self._told(self._stable)

    def check(self, value: str) -> None:
        """Raises 41001, 40001, 40014 or 42001 unless the token is in force."""
        if not value:
            raise ApiError(41001)
        if len(value) < TOKEN_BYTES:
            raise ApiError(40014)
        with self._lock:
            token = self._known.get(value)
            if token is None:
                raise ApiError(40001)
            if self._now() >= token.ends_at:
                raise ApiError(40001 if value in self._replaced else 42001)

    def expire_all(self) -> None:
        with self._lock:
            now = self._now()
            self._known = {k: replace(one, ends_at=now) for k, one in self._known.items()}

    def clear(self) -> None:
        with self._lock:
            self._known.clear()
            self._replaced.clear()
            self._forced.clear()
            self._classic = self._stable = ""

    def _needs_fresh(self, value: str) -> bool:
        token = self._known.get(value)
        return token is None or token.ends_at - self._now() <= LAST_MINUTES

    def _fresh(self) -> str:
        token = Token(secrets.token_urlsafe(TOKEN_BYTES), self._now() + LIFE)
        self._known[token.value] = token
        return token.value

    def _told(self, value: str) -> tuple[str, int]:
        return value, self._known[value].seconds_left(self._now())

    def _retire(self, value: str, *, at_once: bool = False) -> None:
        token = self._known.get(value)
        if token is None:
            return
        last = self._now() + (timedelta() if at_once else LAST_MINUTES)
        self._known[value] = replace(token, ends_at=min(token.ends_at, last))
        self._replaced.add(value)

    def _note_forced(self) -> None:
        now = self._now()
        self._forced = [one for one in self._forced if one.date() == now.date()]
        if len(self._forced) >= FORCED_A_DAY:
            raise ApiError(45009, "force_refresh")
        if self._forced and now - self._forced[-1] < FORCED_APART:
            raise ApiError(45011, "force_refresh")
        self._forced.append(now)
