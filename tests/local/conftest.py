from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.local.box import Box, a_box
from tests.local.standin import StandIn, echo


@pytest.fixture
def service() -> Iterator[StandIn]:
    standin = StandIn(echo)
    yield standin
    standin.stop()


@pytest.fixture
def start(service: StandIn) -> Iterator[Callable[..., Box]]:
    """Starts a platform before the stand-in service, with other settings."""
    with ExitStack() as started:

        def begin(**changes: Any) -> Box:
            running = a_box(changes.pop("webhook", service.url), **changes)
            started.callback(running.stop)
            return running

        yield begin


@pytest.fixture
def box(start: Callable[..., Box]) -> Box:
    return start()


@pytest.fixture
def chatting(box: Box) -> Box:
    """The student follows; the welcome is over."""
    box.act("follow")
    return box
