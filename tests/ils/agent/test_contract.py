"""The contract suite through the agent: outbox, seals, SIP2 inside the library."""

from collections.abc import Iterator

import pytest

from chalicelib.ils.sip2.dialects import CHINESE
from chalicelib.tables.connect import Wire
from tests.contracts.ils import CirculationContract
from tests.ils.agent.bench import AgentBench
from tests.peers.sip2 import peer as peers
from tests.peers.sip2.peer import Peer


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    running = peers.pysip2(CHINESE.encoding)
    yield running
    running.stop()


@pytest.mark.peer
@pytest.mark.engine
class TestThroughTheAgent(CirculationContract):
    @pytest.fixture
    def bench(self, storage: Wire, peer: Peer) -> Iterator[AgentBench]:
        bench = AgentBench(peer, CHINESE)
        yield bench
        bench.close()
