"""Calls a day for each API (wechat.md §0), counted by the library's own calendar day."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from threading import Lock
from zoneinfo import ZoneInfo

from local.wechat_platform.codes import ApiError
from local.wechat_platform.http import Json

DAY_OF = ZoneInfo("Asia/Shanghai")
CLEARS_A_MONTH = 10
DAILY: Mapping[str, int] = {
    "/cgi-bin/token": 2_000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/custom/typing": 500_000,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/menu/get": 10_000,
    "/cgi-bin/menu/delete": 1_000,
    "/cgi-bin/get_current_selfmenu_info": 10_000,
    "/cgi-bin/get_current_autoreply_info": 10_000,
    "/cgi-bin/callback/check": 1_000,
    "/cgi-bin/getcallbackip": 1_000,
    "/cgi-bin/menu/addconditional": 2_000,
    "/cgi-bin/menu/delconditional": 2_000,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/media/upload": 5_000,
    "/cgi-bin/media/get": 10_000,
    "/cgi-bin/message/template/send": 100_000,
    "/cgi-bin/message/subscribe/bizsend": 100_000,
    "/cgi-bin/user/info": 500_000,
    "/cgi-bin/user/get": 500,
}


class Quotas:
    def __init__(self, now: Callable[[], datetime], changed: Mapping[str, int]) -> None:
        self._now = now
        self._limits = {**DAILY, **changed}
        self._lock = Lock()
        self._used: Counter[tuple[str, date]] = Counter()
        self._clears: Counter[tuple[int, int]] = Counter()

    def spend(self, path: str) -> None:
        """45009 when the day's calls of this path are used up."""
        with self._lock:
            key = (path, self._today())
            if path in self._limits and self._used[key] >= self._limits[path]:
                raise ApiError(45009)
            self._used[key] += 1

    def told(self, path: str) -> Json:
        if path not in self._limits:
            raise ApiError(76021)
        with self._lock:
            limit, used = self._limits[path], self._used[path, self._today()]
        return {"daily_limit": limit, "used": used, "remain": limit - used}

    def clear_by_call(self) -> None:
        """clear_quota: ten times a month, then 48006."""
        with self._lock:
            month = (self._today().year, self._today().month)
            if self._clears[month] >= CLEARS_A_MONTH:
                raise ApiError(48006)
            self._clears[month] += 1
            self._used.clear()

    def clear(self) -> None:
        with self._lock:
            self._used.clear()
            self._clears.clear()

    def _today(self) -> date:
        return self._now().astimezone(DAY_OF).date()
