from collections.abc import Callable

import pytest

from local.wechat_platform.codes import ApiError
from local.wechat_platform.windows import Opening, Windows
from tests.local.hands import Hands

READER = "o-reader"


def refusal(call: Callable[[], object]) -> int:
    with pytest.raises(ApiError) as refused:
        call()
    return refused.value.errcode


def spent(windows: Windows, count: int) -> Windows:
    for _ in range(count):
        windows.spend(READER)
    return windows


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def windows(hands: Hands) -> Windows:
    return Windows(hands.now)


def test_nobody_may_be_written_to_unasked(windows: Windows) -> None:
    assert refusal(lambda: windows.spend(READER)) == 45015


def test_a_message_allows_five(windows: Windows) -> None:
    windows.open(READER, Opening.MESSAGE)
    assert refusal(lambda: spent(windows, 5).spend(READER)) == 45047


@pytest.mark.parametrize("opening", [Opening.TAP, Opening.FOLLOW, Opening.SCAN])
def test_a_tap_a_follow_and_a_scan_allow_three(windows: Windows, opening: Opening) -> None:
    windows.open(READER, opening)
    assert refusal(lambda: spent(windows, 3).spend(READER)) == 45047


def test_a_message_counts_for_48_hours(windows: Windows, hands: Hands) -> None:
    windows.open(READER, Opening.MESSAGE)
    hands.advance(hours=47, minutes=59)
    windows.spend(READER)
    hands.advance(minutes=1)
    assert refusal(lambda: windows.spend(READER)) == 45015


def test_a_tap_counts_for_one_minute(windows: Windows, hands: Hands) -> None:
    windows.open(READER, Opening.TAP)
    hands.advance(seconds=60)
    assert refusal(lambda: windows.spend(READER)) == 45015


def test_the_allowance_that_ends_first_is_used_first(windows: Windows) -> None:
    windows.open(READER, Opening.MESSAGE)
    windows.open(READER, Opening.TAP)
    assert spent(windows, 3).told(READER)["message"]["left"] == 5


def test_a_new_message_renews_the_five(windows: Windows) -> None:
    windows.open(READER, Opening.MESSAGE)
    spent(windows, 5).open(READER, Opening.MESSAGE)
    assert windows.told(READER)["message"]["left"] == 5


def test_leaving_closes_every_window(windows: Windows) -> None:
    windows.open(READER, Opening.MESSAGE)
    windows.close(READER)
    assert refusal(lambda: windows.spend(READER)) == 45015


def test_typing_needs_contact_in_the_last_half_minute(windows: Windows, hands: Hands) -> None:
    windows.open(READER, Opening.MESSAGE)
    hands.advance(seconds=31)
    assert refusal(lambda: windows.start_typing(READER)) == 45080


def test_typing_is_not_shown_twice_at_once(windows: Windows) -> None:
    windows.open(READER, Opening.MESSAGE)
    windows.start_typing(READER)
    assert refusal(lambda: windows.start_typing(READER)) == 45081


def test_typing_shows_for_15_seconds(windows: Windows, hands: Hands) -> None:
    windows.open(READER, Opening.MESSAGE)
    windows.start_typing(READER)
    hands.advance(seconds=15)
    assert not windows.is_typing(READER)


def test_a_message_takes_the_typing_sign_away(windows: Windows) -> None:
    windows.open(READER, Opening.MESSAGE)
    windows.start_typing(READER)
    windows.spend(READER)
    assert not windows.is_typing(READER)
