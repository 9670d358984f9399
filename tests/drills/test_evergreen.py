"""The contract suite over Evergreen's SIPServer, whose circulation is its own. Long form only."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.errors import NotUnderstood
from chalicelib.ils.model import CardNumber, Fate, HoldOutcome, Secret, Wanted
from chalicelib.ils.sip2.dialects import Dialect, dialect
from tests.contracts.ils import RARE, Bench, CirculationContract, call
from tests.ils.sip2.bench import WireBench
from tests.peers.evergreen.peer import STAMP, SipServer, sip_server

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(os.environ.get("DRILLS") != "long", reason="DRILLS=long"),
]
READERS = [(WireBench.card.text, WireBench.secret.text), (WireBench.other.text, "2222")]
TITLES = [RARE, "活着", "许三观卖血记", "億萬富翁"]
COPIES = [(f"3000{n}", title) for n, title in enumerate(TITLES)]


class EvergreenBench(WireBench):
    """What readers do on the spot goes through a self-service machine on the same wire."""

    def __init__(self, server: SipServer, spoken: Dialect) -> None:
        super().__init__(server.port, spoken)
        self.server = server
        self.now = datetime.now(UTC)

    def lend(self, title: str) -> str:
        return self._lent(self.card, title)

    def title_of(self, item: str) -> str:
        return dict(COPIES)[item]

    def on_shelf(self) -> Wanted:
        return self._wanted("30002")

    def lent_out(self) -> Wanted:
        return self._wanted(self._lent(self.other, "億萬富翁"))

    def reserve(self, item: str) -> None:
        hold = f"15+{STAMP}BS|AOLIB|AA{self.other.text}|AB{item}|"
        assert self._machine(hold).startswith("161")

    def give_back(self, wanted: Wanted) -> None:
        back = f"09N{STAMP}{STAMP}AP|AOLIB|AB{wanted.items[0]}|AC|"
        assert self._machine(back).startswith("101")

    def renewals_of(self, item: str) -> int:
        return int(self._told(item, "AG"))

    def holds_of(self, wanted: Wanted) -> int:
        return int(self._told(wanted.items[0], "CF"))

    def _lent(self, card: CardNumber, title: str) -> str:
        barcode = next(barcode for barcode, known in COPIES if known == title)
        lent = f"11YN{STAMP}{STAMP}AOLIB|AA{card.text}|AB{barcode}|AC|"
        assert self._machine(lent).startswith("121")
        return barcode

    def _told(self, item: str, field: str) -> str:
        fields = self._machine(f"17{STAMP}AOLIB|AB{item}|").split("|")
        return next((one[2:] for one in fields if one.startswith(field)), "0")

    def _machine(self, message: str) -> str:
        """It has one line, and serves whoever is on it."""
        self.client.close()
        return self.server.at_the_machine(message)[0]


def _bench(folder: Path, encoding: str, lists_holds: bool) -> Iterator[EvergreenBench]:
    library = {"readers": READERS, "copies": COPIES, "lists_holds": lists_holds}
    server = sip_server(folder, encoding, library)
    bench = EvergreenBench(server, dialect("evergreen", {"encoding": encoding}))
    yield bench
    bench.close()
    server.stop()


class OverEvergreen(CirculationContract):
    encoding: str

    @pytest.fixture
    def bench(self, tmp_path: Path) -> Iterator[EvergreenBench]:
        yield from _bench(tmp_path, self.encoding, lists_holds=True)


class TestEvergreenInUtf8(OverEvergreen):
    encoding = "utf-8"


class TestEvergreenInGbk(OverEvergreen):
    encoding = "gbk"

    @pytest.mark.parametrize("secret", ["", "0", "999999", "' or 1=1", "|AOX|"])
    def test_a_wrong_secret_says_nothing(self, bench: Bench, secret: str) -> None:
        super().test_a_wrong_secret_says_nothing(bench, secret)

    def test_a_chinese_secret_is_not_understood(self, bench: Bench) -> None:
        """It reads requests as UTF-8, whatever it answers in."""
        with pytest.raises(NotUnderstood):
            bench.circulation.sign_in(bench.card, Secret("密码"), call(bench))


class TestAListOfHoldsThatIsRubbish:
    """As the repository has it: the list names places in Perl's memory."""

    @pytest.fixture
    def bench(self, tmp_path: Path) -> Iterator[EvergreenBench]:
        yield from _bench(tmp_path, "utf-8", lists_holds=False)

    def test_a_hold_is_placed_and_the_list_said_to_be_incomplete(self, bench: Bench) -> None:
        wanted = bench.lent_out()
        outcome = _placed(bench, wanted, 20.0)
        listed = bench.circulation.holds(bench.card, call(bench))
        assert (outcome.fate, bench.holds_of(wanted)) == (Fate.DONE, 1)
        assert (listed.items, listed.complete) == ((), False)

    def test_a_lost_answer_stays_unknown_and_is_not_asked_for_twice(self, bench: Bench) -> None:
        wanted = bench.lent_out()
        bench.lose_answer()
        fates = [_placed(bench, wanted, patience_s).fate for patience_s in (3.0, 20.0)]
        assert (fates, bench.holds_of(wanted)) == ([Fate.UNKNOWN, Fate.UNKNOWN], 1)


def _placed(bench: Bench, wanted: Wanted, patience_s: float) -> HoldOutcome:
    patient = call(bench, patience_s)
    return bench.circulation.place_hold(bench.card, wanted, bench.pickup(), "m1", patient)
