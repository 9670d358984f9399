"""The contract suite over SIP2 servers that others wrote, in UTF-8 and in GBK."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.ils.sip2.dialects import Dialect
from tests.contracts.ils import CirculationContract
from tests.ils.sip2.bench import Sip2Bench
from tests.peers.sip2 import peer as peers
from tests.peers.sip2.peer import Peer

UTF8 = Dialect()
GBK = Dialect(encoding="gbk")


@pytest.fixture(scope="class")
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    running = request.cls.start(request.cls.dialect.encoding)
    yield running
    running.stop()


class OverSip2(CirculationContract):
    """One server for all tests of a class; each begins with an empty library."""

    start: peers.Start
    dialect: Dialect

    @pytest.fixture
    def bench(self, peer: Peer) -> Iterator[Sip2Bench]:
        bench = Sip2Bench(peer, self.dialect)
        yield bench
        bench.close()


@pytest.mark.peer
class TestPysip2InUtf8(OverSip2):
    start = staticmethod(peers.pysip2)
    dialect = UTF8


@pytest.mark.peer
class TestPysip2InGbk(OverSip2):
    start = staticmethod(peers.pysip2)
    dialect = GBK


@pytest.mark.peer
class TestPysip2InPages(OverSip2):
    """One loan a page, as a system that answers in short lines wants it."""

    start = staticmethod(peers.pysip2)
    dialect = replace(GBK, page_size=1)


@pytest.mark.peer
class TestInvenioInUtf8(OverSip2):
    """It takes a withdrawal for a second hold, so none is sent."""

    start = staticmethod(peers.invenio)
    dialect = replace(UTF8, cancels_holds=False)


@pytest.mark.peer
class TestInvenioInGbk(OverSip2):
    start = staticmethod(peers.invenio)
    dialect = replace(GBK, cancels_holds=False)
