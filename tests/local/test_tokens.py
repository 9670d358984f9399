from collections.abc import Callable

import pytest

from local.wechat_platform.codes import ApiError
from local.wechat_platform.tokens import Tokens
from tests.local.hands import Hands


def refusal(call: Callable[[], object]) -> int:
    with pytest.raises(ApiError) as refused:
        call()
    return refused.value.errcode


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def tokens(hands: Hands) -> Tokens:
    return Tokens(hands.now)


def test_a_token_is_as_long_as_they_may_get(tokens: Tokens) -> None:
    assert len(tokens.stable(force=False)[0]) >= 512


def test_the_stable_token_stays_the_same(tokens: Tokens, hands: Hands) -> None:
    first, _ = tokens.stable(force=False)
    hands.advance(seconds=6899)
    assert tokens.stable(force=False) == (first, 301)


def test_the_stable_token_is_renewed_in_its_last_five_minutes(tokens: Tokens, hands: Hands) -> None:
    first, _ = tokens.stable(force=False)
    hands.advance(seconds=6900)
    assert tokens.stable(force=False)[0] != first


def test_the_renewed_stable_token_leaves_the_old_one_its_last_minutes(
    tokens: Tokens, hands: Hands
) -> None:
    first, _ = tokens.stable(force=False)
    hands.advance(seconds=6950)
    tokens.stable(force=False)
    tokens.check(first)


def test_a_token_expires_after_two_hours(tokens: Tokens, hands: Hands) -> None:
    token, _ = tokens.stable(force=False)
    hands.advance(hours=2)
    assert refusal(lambda: tokens.check(token)) == 42001


def test_a_classic_token_lives_five_minutes_after_the_next(tokens: Tokens, hands: Hands) -> None:
    first, _ = tokens.classic()
    tokens.classic()
    hands.advance(minutes=4)
    tokens.check(first)
    hands.advance(minutes=1)
    assert refusal(lambda: tokens.check(first)) == 40001


def test_the_two_kinds_do_not_touch_each_other(tokens: Tokens, hands: Hands) -> None:
    stable, _ = tokens.stable(force=False)
    tokens.classic()
    tokens.classic()
    hands.advance(minutes=6)
    tokens.check(stable)


def test_a_forced_refresh_ends_the_token_before_at_once(tokens: Tokens) -> None:
    first, _ = tokens.stable(force=False)
    tokens.stable(force=True)
    assert refusal(lambda: tokens.check(first)) == 40001


def test_a_refresh_is_not_forced_twice_in_half_a_minute(tokens: Tokens) -> None:
    tokens.stable(force=True)
    assert refusal(lambda: tokens.stable(force=True)) == 45011


def test_a_refresh_is_forced_twenty_times_a_day_at_most(tokens: Tokens, hands: Hands) -> None:
    def force() -> None:
        hands.advance(seconds=31)
        tokens.stable(force=True)

    for _ in range(20):
        force()
    assert refusal(force) == 45009


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("short", 40014), ("x" * 512, 40001)])
def test_an_unknown_token_is_refused(tokens: Tokens, token: str, errcode: int) -> None:
    assert refusal(lambda: tokens.check(token)) == errcode
