from collections import deque
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.errors import Misconfigured, TryLater
from chalicelib.wechat.access_token import AccessToken, Token
from chalicelib.wechat.patience import Patience, for_seconds
from tests.wechat.factories import NOON, Hands
from tests.wechat.fakes import FakeTokens


class Source:
    """The platform's side: `values` one after another, the last for ever; knows what was forced."""

    def __init__(self, *values: str, lives_s: int = 7200, fails: Exception | None = None) -> None:
        self.values = list(values) or ["t1"]
        self.lives_s = lives_s
        self.fails = fails
        self.forced: list[bool] = []

    def __call__(self, forced: bool, patience: Patience) -> tuple[str, int]:
        self.forced.append(forced)
        if self.fails:
            raise self.fails
        return self.values[min(len(self.forced), len(self.values)) - 1], self.lives_s


def no_sleep(seconds: float) -> None:
    """Waiting costs a test nothing."""


def a_token(
    source: Source,
    store: FakeTokens,
    clock: Hands,
    holder: str = "me",
    sleep: Callable[[float], None] = no_sleep,
) -> AccessToken:
    return AccessToken("wx1", store, source, clock, lambda: holder, sleep)


def test_a_token_is_fetched_once_and_kept() -> None:
    source = Source()
    token = a_token(source, FakeTokens(), Hands())
    assert [token.current(for_seconds()) for _ in range(3)] == ["t1", "t1", "t1"]
    assert source.forced == [False]


def test_a_second_process_finds_the_token_of_the_first() -> None:
    source, store, clock = Source(), FakeTokens(), Hands()
    a_token(source, store, clock).current(for_seconds())
    assert a_token(source, store, clock).current(for_seconds()) == "t1"
    assert len(source.forced) == 1


def test_a_token_is_renewed_five_minutes_before_its_end() -> None:
    source, clock = Source("t1", "t2"), Hands()
    token = a_token(source, FakeTokens(), clock)
    token.current(for_seconds())
    clock.forward(seconds=6899)
    assert token.current(for_seconds()) == "t1"
    clock.forward(seconds=2)
    assert token.current(for_seconds()) == "t2"


def test_a_token_that_lives_five_minutes_serves_half_of_them() -> None:
    source, clock = Source("t1", "t2", lives_s=300), Hands()
    token = a_token(source, FakeTokens(), clock)
    token.current(for_seconds())
    clock.forward(seconds=149)
    assert token.current(for_seconds()) == "t1"
    clock.forward(seconds=2)
    assert token.current(for_seconds()) == "t2"


def test_a_refused_token_is_replaced_without_force_where_the_platform_has_a_new_one() -> None:
    source = Source("t1", "t2")
    token = a_token(source, FakeTokens(), Hands())
    token.current(for_seconds())
    assert token.instead_of("t1", for_seconds()) == "t2"
    assert source.forced == [False, False]


def test_a_token_that_another_process_renewed_meanwhile_is_taken_over() -> None:
    source, store, clock = Source("t1", "t2"), FakeTokens(), Hands()
    mine, other = a_token(source, store, clock), a_token(source, store, clock)
    mine.current(for_seconds())
    other.instead_of("t1", for_seconds())
    assert mine.instead_of("t1", for_seconds()) == "t2"
    assert len(source.forced) == 2


def test_a_new_token_is_forced_where_the_platform_stands_by_the_refused_one() -> None:
    source = Source("t1", "t1", "t2")
    token = a_token(source, FakeTokens(), Hands())
    token.current(for_seconds())
    assert token.instead_of("t1", for_seconds()) == "t2"
    assert source.forced == [False, False, True]


def test_all_processes_together_force_fewer_than_twenty_tokens_a_day() -> None:
    source, store, clock = Source("t1"), FakeTokens(), Hands()
    a_token(source, store, clock).current(for_seconds())

    def refused_again(minute: int) -> None:
        clock.forward(minutes=1)
        a_token(source, store, clock).instead_of("t1", for_seconds())

    deque(map(refused_again, range(24 * 60)))
    assert 10 < source.forced.count(True) < 20


def test_after_a_failed_fetch_the_next_waits_for_the_lease_to_end() -> None:
    store, clock = FakeTokens(), Hands()
    failing = Source(fails=Misconfigured("wrong secret"))
    with pytest.raises(Misconfigured):
        a_token(failing, store, clock, "first").current(for_seconds())
    with pytest.raises(TryLater):
        a_token(failing, store, clock, "second").current(for_seconds(0.05))
    clock.forward(seconds=11)
    assert a_token(Source("t1"), store, clock, "third").current(for_seconds()) == "t1"
    assert len(failing.forced) == 1


def test_who_loses_the_lease_takes_what_the_winner_fetched() -> None:
    store, clock, source = FakeTokens(), Hands(), Source("never asked")
    store.lease("wx1", "winner", None, NOON, NOON + timedelta(seconds=10))

    def meanwhile(seconds: float) -> None:
        store.put("wx1", "winner", Token("t1", NOON + timedelta(hours=2)))

    assert a_token(source, store, clock, "loser", meanwhile).current(for_seconds()) == "t1"
    assert source.forced == []


def test_a_token_fetched_too_late_still_serves_its_caller() -> None:
    store, clock = FakeTokens(), Hands()
    source = Source("t1")

    class Overtaken(FakeTokens):
        def put(self, app_id: str, holder: str, token: object) -> bool:
            return False

    assert a_token(source, Overtaken(), clock).current(for_seconds()) == "t1"
    assert store.get("wx1") is None


def test_the_token_is_not_shown_when_printed() -> None:
    store = FakeTokens()
    a_token(Source("very-secret"), store, Hands()).current(for_seconds())
    assert "very-secret" not in repr(store.get("wx1"))
