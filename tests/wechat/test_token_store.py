"""One contract for the token row in memory and the one in DynamoDB."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest

from chalicelib.tables.connect import Wire
from chalicelib.wechat.access_token import AccessToken, Token, TokenStore
from chalicelib.wechat.patience import Patience, for_seconds
from chalicelib.wechat.store import StoredToken
from tests.wechat.factories import NOON, Hands
from tests.wechat.fakes import FakeTokens

LATER = NOON + timedelta(seconds=10)
KINDS = ["memory", pytest.param("dynamodb", marks=pytest.mark.engine)]


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> TokenStore:
    if request.param == "memory":
        return FakeTokens()
    wire: Wire = request.getfixturevalue("storage")
    return StoredToken(wire)


def a_token(value: str = "t1", **more: timedelta) -> Token:
    forced = NOON + more["forced"] if "forced" in more else None
    return Token(value, NOON + timedelta(hours=2), forced)


def stored(store: TokenStore, token: Token, now: int = 0) -> Token:
    moment = NOON + timedelta(seconds=now)
    assert store.lease("wx1", "somebody", store.get("wx1"), moment, LATER)
    assert store.put("wx1", "somebody", token)
    return token


def test_at_first_there_is_none(store: TokenStore) -> None:
    assert store.get("wx1") is None


def test_a_token_comes_back_as_put(store: TokenStore) -> None:
    token = stored(store, a_token(forced=timedelta(minutes=-3)))
    assert store.get("wx1") == token


def test_each_account_has_its_own(store: TokenStore) -> None:
    stored(store, a_token())
    assert store.get("wx2") is None


def test_one_alone_gets_the_lease(store: TokenStore) -> None:
    assert store.lease("wx1", "first", None, NOON, LATER)
    assert not store.lease("wx1", "second", None, NOON, LATER)


def test_a_lease_on_nothing_is_no_token(store: TokenStore) -> None:
    store.lease("wx1", "first", None, NOON, LATER)
    assert store.get("wx1") is None


def test_a_lease_ends_by_itself(store: TokenStore) -> None:
    store.lease("wx1", "first", None, NOON, LATER)
    assert store.lease("wx1", "second", None, LATER, LATER + timedelta(seconds=10))
    assert not store.put("wx1", "first", a_token())


def test_putting_ends_the_lease(store: TokenStore) -> None:
    token = stored(store, a_token())
    assert store.lease("wx1", "next", token, NOON, LATER)


def test_who_saw_an_older_token_gets_no_lease(store: TokenStore) -> None:
    old = stored(store, a_token("old"))
    new = stored(store, a_token("new"))
    assert not store.lease("wx1", "late", old, NOON, LATER)
    assert not store.lease("wx1", "later", None, NOON, LATER)
    assert store.get("wx1") == new


def test_without_a_lease_nothing_is_put(store: TokenStore) -> None:
    assert not store.put("wx1", "nobody", a_token())
    assert store.get("wx1") is None


def _together(threads: int, make: Callable[[], AccessToken]) -> list[str]:
    gate = Barrier(threads)

    def ask(token: AccessToken) -> str:
        gate.wait(timeout=10)
        return token.current(for_seconds())

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(ask, [make() for _ in range(threads)]))


class SlowSource:
    def __init__(self) -> None:
        self.count = count(1)
        self.fetched = 0

    def __call__(self, forced: bool, patience: Patience) -> tuple[str, int]:
        self.fetched = next(self.count)
        time.sleep(0.05)
        return f"t{self.fetched}", 7200


def test_eight_cold_processes_make_one_fetch(store: TokenStore) -> None:
    source, holders = SlowSource(), count()

    def a_process() -> AccessToken:
        return AccessToken("wx1", store, source, Hands(), lambda: f"p{next(holders)}")

    assert _together(8, a_process) == ["t1"] * 8
    assert source.fetched == 1


def test_eight_cold_threads_of_one_process_make_one_fetch(store: TokenStore) -> None:
    source, holders = SlowSource(), count()
    shared = AccessToken("wx1", store, source, Hands(), lambda: f"p{next(holders)}")
    assert _together(8, lambda: shared) == ["t1"] * 8
    assert source.fetched == 1
