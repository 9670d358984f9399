"""The contract suite over Koha's REST API, mocked by its published description."""

from collections.abc import Iterator

import pytest

from tests.contracts.ils import CirculationContract
from tests.ils.koha.bench import KohaBench


class TestKohaWithAClientsToken(CirculationContract):
    @pytest.fixture
    def bench(self) -> Iterator[KohaBench]:
        bench = KohaBench(page_size=1)
        yield bench
        bench.close()


class TestKohaWithAPassword(CirculationContract):
    @pytest.fixture
    def bench(self) -> Iterator[KohaBench]:
        bench = KohaBench(login="basic")
        yield bench
        bench.close()
