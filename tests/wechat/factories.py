"""A client of the platform at some address, with a token row of its own."""

from datetime import UTC, datetime, timedelta
from itertools import count

from chalicelib.clock import Clock, utc_now
from chalicelib.wechat.access_token import TokenStore
from chalicelib.wechat.api import WeChatApi
from tests.wechat.fakes import FakeTokens

APP_ID = "wx0123456789abcdef"
SECRET = "the-app-secret-of-a-test"
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
_numbers = count(1)


def an_api(
    url: str,
    store: TokenStore | None = None,
    secret: str = SECRET,
    app_id: str = APP_ID,
    clock: Clock = utc_now,
) -> WeChatApi:
    return WeChatApi(
        app_id, secret, url, store or FakeTokens(), clock, lambda: f"id-{next(_numbers)}"
    )


def soon(seconds: float = 2.0) -> datetime:
    return utc_now() + timedelta(seconds=seconds)


class Hands:
    """A clock that a test moves."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)
