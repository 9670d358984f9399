from collections.abc import Iterator

import pytest

from tests.local.box import Box, a_box
from tests.local.standin import StandIn, echo


@pytest.fixture
def service() -> Iterator[StandIn]:
    standin = StandIn(echo)
    yield standin
    standin.stop()


@pytest.fixture
def box(service: StandIn) -> Iterator[Box]:
    running = a_box(service.url)
    yield running
    running.stop()
