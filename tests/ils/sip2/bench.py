"""A library behind somebody else's SIP2 server, as the contract suite wants it."""

from datetime import UTC, datetime
from typing import Any

from chalicelib.ils.model import CardNumber, Secret, Wanted
from chalicelib.ils.ports import Circulation
from chalicelib.ils.sip2.client import Client
from chalicelib.ils.sip2.connector import Sip2Circulation
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.line import Address
from chalicelib.ils.sip2.requests import Requests, Terminal
from chalicelib.ils.sip2.visit import Branches
from tests.contracts.ils import Trick
from tests.peers.sip2.peer import Peer
from tests.peers.sip2.relay import Relay

TERMINAL = Terminal("wx", "gate", institution="LIB")
TIMEZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PLACES = Branches({"MAIN": "main"})


def sip2(port: int, dialect: Dialect, **address: Any) -> tuple[Client, Sip2Circulation]:
    requests = Requests(TERMINAL, dialect, TIMEZONE)
    client = Client(Address("127.0.0.1", port, **address), requests)
    return client, Sip2Circulation(client, requests, PLACES)


class WireBench:
    """Any SIP2 server, with a relay before it that can fail."""

    tricks = frozenset(Trick)
    timezone = TIMEZONE
    card = CardNumber("R0001")
    secret = Secret("4711")
    other = CardNumber("R0002")
    now = NOW

    def __init__(self, port: int, dialect: Dialect) -> None:
        self.relay = Relay(port)
        self.client, self._circulation = sip2(self.relay.port, dialect)

    @property
    def circulation(self) -> Circulation:
        return self._circulation

    def pickup(self) -> str:
        return "main"

    def go_down(self) -> None:
        self.relay.go_down()

    def lose_answer(self) -> None:
        self.relay.lose_answer()

    def close(self) -> None:
        self.client.close()
        self.relay.go_down()

    def _wanted(self, item: str) -> Wanted:
        return Wanted(f"T-{item}", items=(item,))


class Sip2Bench(WireBench):
    """A server with a library of ours behind it, and our hand on that."""

    def __init__(self, peer: Peer, dialect: Dialect) -> None:
        super().__init__(peer.port, dialect)
        self.peer = peer
        peer("clear")

    def lend(self, title: str) -> str:
        return str(self.peer("lend", self.card.text, title))

    def title_of(self, item: str) -> str:
        return str(self.peer("title_of", item))

    def on_shelf(self) -> Wanted:
        return self._wanted(str(self.peer("add", "许三观卖血记")))

    def lent_out(self) -> Wanted:
        return self._wanted(str(self.peer("lend", self.other.text, "億萬富翁")))

    def reserve(self, item: str) -> None:
        self.peer("hold", self.other.text, item)

    def give_back(self, wanted: Wanted) -> None:
        self.peer("give_back", wanted.items[0])

    def renewals_of(self, item: str) -> int:
        return int(self.peer("renewals_of", item))

    def holds_of(self, wanted: Wanted) -> int:
        return int(self.peer("holds_of", wanted.items[0]))
