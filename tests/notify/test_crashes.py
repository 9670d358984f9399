"""A process that dies before or after each of its calls, and the sweeper that comes after it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.notify.model import About, State, Way
from chalicelib.notify.service import Notify
from tests.notify.factories import NOTICE, NOW, READER, TEMPLATE, a_message
from tests.notify.fakes import FakeDeliveries, FakeInbox, FakePlatform


class Died(BaseException):
    """The process is gone: nothing catches it."""


class Mortal:
    """Passes calls on until `left` of them are made; dies before or after the last."""

    def __init__(self, inner: Any, lives: "Lives") -> None:
        self._inner = inner
        self._lives = lives

    def __getattr__(self, name: str) -> Callable[..., Any]:
        inner = getattr(self._inner, name)

        def call(*args: Any, **named: Any) -> Any:
            self._lives.step(before=True)
            result = inner(*args, **named)
            self._lives.step(before=False)
            return result

        return call


class Lives:
    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self, *, before: bool) -> None:
        self.left -= 1
        if self.left == 0:
            raise Died(f"before: {before}")


@pytest.mark.parametrize("steps", range(1, 9))
@pytest.mark.parametrize("wait_minutes", [3, 12])
@pytest.mark.parametrize("way", [Way.TEMPLATE, Way.SUBSCRIPTION])
def test_a_crash_at_any_step_sends_no_message_twice(
    steps: int, wait_minutes: int, way: Way
) -> None:
    template = {Way.TEMPLATE: TEMPLATE, Way.SUBSCRIPTION: NOTICE}[way]
    rows, platform, inbox = FakeDeliveries(), FakePlatform(), FakeInbox()
    lives = Lives(steps)
    mortal = [Mortal(one, lives) for one in (rows, platform, inbox)]
    with suppress(Died):
        Notify(mortal[0], mortal[1], mortal[2], lambda: {About.DUE: template}).send(
            READER, a_message(), NOW
        )
    after = Notify(rows, platform, inbox, lambda: {About.DUE: template})
    later = NOW + timedelta(minutes=wait_minutes)
    after.sweep(later)
    state = after.send(READER, a_message(), later)
    keys = {key for *_, key in platform.sent}
    shown = 1 if way is Way.TEMPLATE and wait_minutes < 10 and keys else len(platform.sent)
    assert shown <= 1
    assert state in (State.SENT, State.UNKNOWN)
    assert shown + len(inbox.left) == 1 or state is State.UNKNOWN
