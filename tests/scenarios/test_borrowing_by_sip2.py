"""Loans, renewals and holds in the chat, over a SIP2 server that others wrote, in GBK."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.ils.model import Call, CardNumber, Secret
from chalicelib.readers.model import Card
from chalicelib.readers.store import ReaderStore
from chalicelib.wiring import Services
from local import lessons
from local.demo.seed import seed_knowledge
from tests.peers.sip2 import peer as peers
from tests.peers.sip2.peer import Peer
from tests.scenarios.front import BoxClock, FrontDoor, Reader

pytestmark = [pytest.mark.engine, pytest.mark.peer]
CARD, OTHER = "R0001", "R0002"
RICH = "億萬富翁"


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    running = peers.pysip2("gbk")
    yield running
    running.stop()


@pytest.fixture
def services(services: Services, clock: BoxClock, peer: Peer) -> Iterator[Services]:
    peer("clear")
    described = {
        "host": "127.0.0.1",
        "port": peer.port,
        "user": "wx",
        "institution": "LIB",
        "dialect": "chinese",
        "branches": {"MAIN": "main"},
    }
    settings = replace(
        services.settings,
        circulation="sip2",
        circulation_at=json.dumps(described),
        circulation_secret="gate",
        public_url="https://lib.example.cn",
    )
    built = wiring.use(clock, settings, lessons.kept)
    seed_knowledge(built)
    yield built
    system: Any = built.circulation
    system.inner.close()


@dataclass
class Desk:
    """A reader with a bound card; the library's other side is the peer."""

    reader: Reader
    peer: Peer

    def says(self, text: str) -> str:
        return self.reader.says(text)

    def lend(self, title: str, card: str = CARD) -> str:
        return str(self.peer("lend", card, title))


@pytest.fixture
def desk(services: Services, clock: BoxClock, front: FrontDoor, peer: Peer) -> Desk:
    reader = front.reader("mother")
    held = ReaderStore().get(reader.openid)
    card = Card("c1", CardNumber(CARD), clock())
    ReaderStore().save(replace(held, cards=(card,)))
    return Desk(reader, peer)


def test_loans_are_listed_as_the_system_titles_them(desk: Desk) -> None:
    desk.lend(RICH)
    said = desk.says("我的借阅")
    assert f"《{RICH}》" in said
    assert "12月21日" in said


def test_a_loan_is_renewed_and_its_new_day_told(desk: Desk) -> None:
    item = desk.lend(RICH)
    said = desk.says("续借")
    assert "续借好了" in said
    assert "1月20日" in said
    assert desk.peer("renewals_of", item) == 1


def test_all_are_renewed_and_a_refusal_says_why(desk: Desk) -> None:
    free, wanted = desk.lend("活着"), desk.lend(RICH)
    desk.peer("hold", OTHER, wanted)
    said = desk.says("全部续借")
    assert "《活着》：续借好了" in said
    assert f"《{RICH}》" in said
    assert [desk.peer("renewals_of", item) for item in (free, wanted)] == [1, 0]


def test_holds_are_listed_and_taken_back(desk: Desk) -> None:
    item = desk.lend(RICH, OTHER)
    desk.peer("hold", CARD, item)
    assert f"《{RICH}》" in desk.says("我的预约")
    desk.says("取消预约 1")
    assert desk.peer("holds_of", item) == 0


def test_a_card_is_right_only_where_the_system_says_so(services: Services, clock: BoxClock) -> None:
    system = services.circulation
    assert system is not None
    call = Call(clock(), 3.0)
    answers = [system.sign_in(CardNumber(CARD), Secret(pin), call) for pin in ("4711", "4712")]
    assert [answer is not None for answer in answers] == [True, False]
