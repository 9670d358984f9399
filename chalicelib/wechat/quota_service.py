"""How much of the day's calls is left, asked once an hour by the process that sweeps.

The scarcest of the interfaces the service lives by is counted; asking has a quota of its own.
"""

from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import WeiguanError
from chalicelib.events import gauge
from chalicelib.logs import fields, logger
from chalicelib.metrics import Measure
from chalicelib.wechat.platform_model import Quota

log = logger("quota")
EVERY = timedelta(hours=1)
WATCHED = ("/cgi-bin/message/custom/send", "/cgi-bin/message/template/send", "/cgi-bin/media/get")


class Asks(Protocol):
    @property
    def is_verified(self) -> bool: ...

    def quota(self, path: str) -> Quota: ...


class QuotaWatch:
    """`is_heard`: whether WeChat takes calls from here at all."""

    def __init__(self, platform: Asks, is_heard: bool) -> None:
        self._platform = platform
        self._is_heard = is_heard
        self._asked_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Never raises for what the platform says: the sweep has more to do."""
        asked_lately = self._asked_at is not None and now - self._asked_at < EVERY
        if not self._is_heard or not self._platform.is_verified or asked_lately:
            return
        self._asked_at = now
        left = [share for path in WATCHED if (share := self._left(path)) is not None]
        if left:
            gauge(Measure.QUOTA_LEFT, min(left))

    def _left(self, path: str) -> float | None:
        """Percent; None where the account has no such interface or nobody answers."""
        try:
            quota = self._platform.quota(path)
        except WeiguanError as problem:
            log.info("no word on a quota", extra=fields(call=path, why=str(problem)))
            return None
        log.info("quota", extra=fields(call=path, limit=quota.limit, left=quota.left))
        return round(100 * quota.left / quota.limit, 1) if quota.limit else None
