"""Web login: who opened a page is told to its owner by a code (wechat.md §5)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from local.wechat_platform.codes import ApiError
from local.wechat_platform.http import Json

CODE_LIVES = timedelta(minutes=5)
TOKEN_LIVES_S = 7200


@dataclass(frozen=True)
class Login:
    """What one code stands for."""

    openid: str
    is_snapshot: bool
    ends_at: datetime
    is_used: bool = False

    def told(self) -> Json:
        """A snapshot's openid is made up, and the flag is there only then."""
        told: Json = {
            "access_token": secrets.token_hex(48),
            "expires_in": TOKEN_LIVES_S,
            "refresh_token": secrets.token_hex(48),
            "openid": self.openid,
            "scope": "snsapi_base",
        }
        return told | ({"is_snapshotuser": 1} if self.is_snapshot else {})


class Logins:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._by_code: dict[str, Login] = {}

    def code_for(self, openid: str, *, is_snapshot: bool) -> str:
        code = secrets.token_hex(16)
        with self._lock:
            self._by_code[code] = Login(openid, is_snapshot, self._now() + CODE_LIVES)
        return code

    def spend(self, code: str) -> Login:
        """Once, within five minutes: 40163, 40029."""
        with self._lock:
            login = self._by_code.get(code)
            if login is None or self._now() >= login.ends_at:
                raise ApiError(40029)
            if login.is_used:
                raise ApiError(40163)
            self._by_code[code] = replace(login, is_used=True)
            return login

    def clear(self) -> None:
        with self._lock:
            self._by_code.clear()
