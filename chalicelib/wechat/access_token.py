"""One access token for all processes: a shared row, a lease on fetching it, a cache in each.

Source: WeChat's page on stable_token: the same token until its last 5 minutes, whoever asks; a
forced one at most 20 times a day. Of eight cold threads one fetches and seven wait for the row.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.clock import Clock
from chalicelib.errors import TryLater, WeiguanError
from chalicelib.logs import logger, measured
from chalicelib.metrics import Measure
from chalicelib.wechat.patience import Patience

log = logger("access_token")

MARGIN_S = 300
LEASE = timedelta(seconds=10)
"""Longer than a fetch may take. A failed fetch keeps it: that is the pause before the next."""
FORCE_GAP = timedelta(minutes=90)
"""Keeps all processes together below the 20 forced tokens a day."""
_POLL_S = 0.1


@dataclass(frozen=True)
class Token:
    value: str = field(repr=False)
    usable_until: datetime
    forced_at: datetime | None = None
    """When last a new one was forced, while the old was not yet due."""


class TokenStore(Protocol):
    """Every method raises TryLater when storage is busy."""

    def get(self, app_id: str) -> Token | None: ...

    def lease(
        self, app_id: str, holder: str, seen: Token | None, now: datetime, until: datetime
    ) -> bool:
        """Whether `holder` alone may fetch now: nobody else does, and the row is as `seen`."""

    def put(self, app_id: str, holder: str, token: Token) -> bool:
        """Ends the lease; False, and nothing is stored, where it was lost meanwhile."""


Fetch = Callable[[bool, Patience], tuple[str, int]]
"""(forced, patience) -> (token, seconds it lives). Raises TryLater, Misconfigured, GiveUp."""


class AccessToken:
    """Hands out the token; safe to share among threads."""

    def __init__(
        self,
        app_id: str,
        store: TokenStore,
        fetch: Fetch,
        clock: Clock,
        make_id: Callable[[], str],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._app_id = app_id
        self._store = store
        self._fetch = fetch
        self._clock = clock
        self._make_id = make_id
        self._sleep = sleep
        self._lock = threading.Lock()
        self._held: Token | None = None

    def current(self, patience: Patience) -> str:
        """A token that should be good; raises TryLater, Misconfigured, GiveUp."""
        held = self._held
        if held is not None and self._is_good(held, ""):
            return held.value
        return self._renewed("", patience)

    def instead_of(self, refused: str, patience: Patience) -> str:
        """Another token than the one the platform refused; raises as `current` does."""
        return self._renewed(refused, patience)

    def _renewed(self, refused: str, patience: Patience) -> str:
        if not self._lock.acquire(timeout=patience.left_s()):
            raise TryLater("WeChat: another thread is still asking for the access token")
        try:
            self._held = self._good(refused, patience)
            return self._held.value
        finally:
            self._lock.release()

    def _good(self, refused: str, patience: Patience) -> Token:
        if self._held is not None and self._is_good(self._held, refused):
            return self._held
        while True:
            stored = self._store.get(self._app_id)
            if stored is not None and self._is_good(stored, refused):
                return stored
            holder, now = self._make_id(), self._clock()
            if self._store.lease(self._app_id, holder, stored, now, now + LEASE):
                return self._fetched(holder, stored, refused, patience)
            self._sleep(min(_POLL_S, patience.left_s()))

    def _is_good(self, token: Token, refused: str) -> bool:
        return token.value != refused and token.usable_until > self._clock()

    def _fetched(
        self, holder: str, stored: Token | None, refused: str, patience: Patience
    ) -> Token:
        """Good for its caller even if the lease ran out meanwhile: the token is a stable one."""
        forced_at = stored.forced_at if stored else None
        value, lives_s = self._asked(False, patience)
        if value == refused and self._may_force(forced_at):
            forced_at = self._clock()
            value, lives_s = self._asked(True, patience)
        usable = timedelta(seconds=max(lives_s - MARGIN_S, lives_s // 2))
        token = Token(value, self._clock() + usable, forced_at)
        self._store.put(self._app_id, holder, token)
        return token

    def _asked(self, forced: bool, patience: Patience) -> tuple[str, int]:
        try:
            return self._fetch(forced, patience)
        except WeiguanError as problem:
            told = measured({Measure.TOKEN_FAILURES: 1}, why=str(problem))
            log.warning("no access token", extra=told)
            raise

    def _may_force(self, forced_at: datetime | None) -> bool:
        return forced_at is None or self._clock() - forced_at > FORCE_GAP
