"""Boxes with a library system behind each, and our hand on that system.

Everywhere one card has two loans, the second of them reserved by somebody else, and all copies of
the book that is looked for are lent.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from chalicelib.catalogue.json_rows import read_row
from chalicelib.clock import library_day
from local.demo.holdings import with_copies
from local.demo.lending import BOOKS
from tests.browser import koha_town
from tests.browser.koha_town import KohaTown
from tests.drills.box import ROOT, BoxProcess
from tests.peers.sip2 import peer as peers
from tests.peers.sip2.peer import Peer

CARD, PIN, OTHER = "R0001", "4711", "R0002"
FREE, RESERVED, SOUGHT = "活着", "平凡的世界", "三体"
AGENT_KEY = "a key for tests, longer than thirty-two characters"
PLACES = {"MAIN": "main", "KIDS": "kids", "OLD": "oldtown", "CAMPUS": "campus"}


class System(Protocol):
    """What the library's own staff would see in their system."""

    def renewals_of(self, title: str) -> int: ...

    def holds_of(self, title: str) -> int:
        """Of the card that is bound."""


@dataclass(frozen=True)
class Town:
    facts: dict[str, Any]
    system: System
    card: str = CARD
    pin: str = PIN
    copies: str = "已借出"
    """How a sought book that somebody has is shown once it is opened."""

    @property
    def phone(self) -> str:
        return f"{self.facts['fake_wechat']}/"

    @property
    def renewed(self) -> tuple[int, int]:
        """How often the free loan was renewed, and the one that is reserved."""
        return self.system.renewals_of(FREE), self.system.renewals_of(RESERVED)


class Sip2System:
    """Loans and holds behind somebody else's SIP2 server."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._barcodes: dict[str, str] = {}

    def settle(self) -> None:
        today = library_day(datetime.now(UTC), "Asia/Shanghai")
        self._stock("W0001", FREE, CARD, today + timedelta(days=5))
        self._stock("W0002", RESERVED, CARD, today + timedelta(days=9))
        self._peer("hold", OTHER, "W0002")
        for barcode in barcodes_of(SOUGHT):
            self._stock(barcode, SOUGHT, OTHER, today + timedelta(days=12))

    def _stock(self, barcode: str, title: str, card: str, due: date) -> None:
        self._peer("stock", barcode, title, card, due.isoformat())
        self._barcodes.setdefault(title, barcode)

    def renewals_of(self, title: str) -> int:
        return int(self._peer("renewals_of", self._barcodes[title]))

    def holds_of(self, title: str) -> int:
        return int(self._peer("waiting", CARD).count(self._barcodes[title]))


def barcodes_of(title: str) -> Sequence[str]:
    """Of a book of the demo library, as its catalogue lists them."""
    lines = BOOKS.read_text("utf-8").splitlines()
    records = map(read_row, with_copies(lines, date(2026, 1, 1)))
    found = next(record for record in records if record.title == title)
    return [copy.barcode for copy in found.copies if copy.barcode]


@contextmanager
def sip2(folder: Path) -> Iterator[Town]:
    """A server that takes every message."""
    with _sip2_town(folder, "chinese") as town:
        yield town


@contextmanager
def without_holds(folder: Path) -> Iterator[Town]:
    """A system that knows neither holds (15) nor the renewal of all (65) by SIP2."""
    with _sip2_town(folder, "dp2") as town:
        yield town


@contextmanager
def _sip2_town(folder: Path, dialect: str) -> Iterator[Town]:
    with a_sip2_server("gbk") as (system, described):
        given = {
            "WEIGUAN_CIRCULATION": "sip2",
            "WEIGUAN_CIRCULATION_AT": json.dumps({**described, "dialect": dialect}),
            "WEIGUAN_CIRCULATION_SECRET": "gate",
        }
        with a_box(folder, given) as facts:
            yield Town(facts, system)


@contextmanager
def agent(folder: Path) -> Iterator[Town]:
    """The SIP2 server is reached from inside the library alone."""
    secret = {"WEIGUAN_CIRCULATION": "agent", "WEIGUAN_CIRCULATION_SECRET": AGENT_KEY}
    with (
        a_sip2_server("utf-8") as (system, described),
        a_box(folder, secret) as facts,
        an_agent(folder, facts, described),
    ):
        yield Town(facts, system, copies="可借")


@contextmanager
def koha(folder: Path) -> Iterator[Town]:
    """Koha for the loans, its catalogue over SRU for the search."""
    town = KohaTown(folder)
    try:
        town.settle(FREE, RESERVED, SOUGHT)
        with a_box(folder, town.environment) as facts:
            yield Town(facts, town, koha_town.CARD)
    finally:
        town.close()


@contextmanager
def a_sip2_server(encoding: str) -> Iterator[tuple[Sip2System, dict[str, Any]]]:
    """And what the settings say of it."""
    peer = peers.pysip2(encoding)
    system = Sip2System(peer)
    system.settle()
    described = {"host": "127.0.0.1", "port": peer.port, "user": "wx", "institution": "LIB"}
    try:
        yield system, {**described, "branches": PLACES}
    finally:
        peer.stop()


@contextmanager
def a_box(folder: Path, environment: dict[str, str]) -> Iterator[dict[str, Any]]:
    box = BoxProcess(folder, environment=environment)
    try:
        box.start()
        yield box.facts()
    finally:
        box.stop()


@contextmanager
def an_agent(folder: Path, facts: dict[str, Any], system: dict[str, Any]) -> Iterator[None]:
    """`python -m local.agent`, as it runs on a machine of the library."""
    settings = folder / "agent.json"
    service = facts["webhook"].removesuffix("/wechat")
    told = {"service": service, "key": AGENT_KEY, "password": "gate", "pause_s": 0.1, "wait_s": 5}
    settings.write_text(json.dumps({**told, "system": system}), "utf-8")
    settings.chmod(0o600)
    command = [sys.executable, "-m", "local.agent", str(settings)]
    with (folder / "agent.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


Start = Callable[[Path], AbstractContextManager[Town]]
CONNECTORS: dict[str, Start] = {"sip2": sip2, "koha": koha, "agent": agent}
