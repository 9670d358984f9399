"""The shared token row in memory, with the same promises as the real one."""

import threading
from datetime import datetime

from chalicelib.wechat.access_token import Token


class FakeTokens:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[str, Token] = {}
        self._leases: dict[str, tuple[str, datetime]] = {}

    def get(self, app_id: str) -> Token | None:
        return self._tokens.get(app_id)

    def lease(
        self, app_id: str, holder: str, seen: Token | None, now: datetime, until: datetime
    ) -> bool:
        with self._lock:
            held = self._leases.get(app_id)
            stored = self._tokens.get(app_id)
            if held and held[1] > now:
                return False
            if (stored and stored.value) != (seen and seen.value):
                return False
            self._leases[app_id] = (holder, until)
            return True

    def put(self, app_id: str, holder: str, token: Token) -> bool:
        with self._lock:
            if self._leases.get(app_id, ("",))[0] != holder:
                return False
            del self._leases[app_id]
            self._tokens[app_id] = token
            return True
