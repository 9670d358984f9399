"""Search over SRU, loans, renewals and holds over Koha's API: the chat in front of one library."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.ils.model import CardNumber
from chalicelib.readers.model import Card
from chalicelib.readers.store import ReaderStore
from chalicelib.wiring import Services
from local import lessons
from local.demo.seed import seed_knowledge
from tests.ils.koha.bench import KohaBench
from tests.ils.koha.mock import CLIENT
from tests.ils.sru.fakes import ScriptedSru
from tests.ils.sru.test_answers import an_answer
from tests.scenarios.front import BoxClock, FrontDoor, Reader

pytestmark = pytest.mark.engine
RICH = "億萬富翁"


@dataclass
class Town:
    """A reader with a bound card; `koha` is the library's other side, `opac` its catalogue."""

    reader: Reader
    koha: KohaBench
    opac: ScriptedSru

    def says(self, text: str) -> str:
        return self.reader.says(text)

    def lists(self, title: str) -> None:
        """The catalogue's answer to every search: the one book that `lent_out` made."""
        item = self.koha.library.items[1]
        copy = {"b": "ZG", "p": item["external_id"], "q": "2026-12-05"}
        subfields = "".join(f'<subfield code="{c}">{v}</subfield>' for c, v in copy.items())
        self.opac.said = (
            200,
            an_answer(
                f'<record><datafield tag="245"><subfield code="a">{title}</subfield></datafield>'
                f'<datafield tag="952">{subfields}</datafield><datafield tag="999">'
                f'<subfield code="c">{item["biblio_id"]}</subfield></datafield></record>'
            ),
        )


@pytest.fixture
def koha() -> Iterator[KohaBench]:
    bench = KohaBench()
    yield bench
    bench.close()


@pytest.fixture
def opac() -> Iterator[ScriptedSru]:
    server = ScriptedSru()
    yield server
    server.stop()


@pytest.fixture
def services(
    services: Services, clock: BoxClock, koha: KohaBench, opac: ScriptedSru
) -> Iterator[Services]:
    places = {"ZG": "main", "DG": "east"}
    described = {"url": koha.mock.url, "user": CLIENT[0], "branches": places}
    settings = replace(
        services.settings,
        circulation="koha",
        circulation_at=json.dumps(described),
        circulation_secret=CLIENT[1],
        catalogue="sru",
        catalogue_at=json.dumps({"url": opac.url, "kind": "koha", "branches": places}),
        public_url="https://lib.example.cn",
    )
    built = wiring.use(clock, settings, lessons.kept)
    seed_knowledge(built)
    yield built
    system: Any = built.circulation
    getattr(system, "inner", system).close()


@pytest.fixture
def town(
    services: Services, clock: BoxClock, front: FrontDoor, koha: KohaBench, opac: ScriptedSru
) -> Town:
    reader = front.reader("mother")
    held = ReaderStore().get(reader.openid)
    card = Card("c1", CardNumber("R0001"), clock())
    ReaderStore().save(replace(held, cards=(card,)))
    return Town(reader, koha, opac)


def test_loans_are_listed_with_their_days(town: Town) -> None:
    town.koha.lend(RICH)
    said = town.says("我的借阅")
    assert f"《{RICH}》" in said
    assert "12月5日" in said


def test_a_loan_is_renewed_and_its_new_day_told(town: Town) -> None:
    item = town.koha.lend(RICH)
    said = town.says("续借")
    assert "续借好了" in said
    assert "12月19日" in said
    assert town.koha.renewals_of(item) == 1


def test_all_are_renewed_and_a_refusal_says_why(town: Town) -> None:
    free, wanted = town.koha.lend("活着"), town.koha.lend(RICH)
    town.koha.reserve(wanted)
    assert "《活着》：续借好了" in town.says("全部续借")
    assert [town.koha.renewals_of(item) for item in (free, wanted)] == [1, 0]


def test_a_book_is_searched_held_and_given_up_again(town: Town) -> None:
    wanted = town.koha.lent_out()
    town.lists(RICH)
    assert RICH in town.says("找书 亿万富翁")
    assert "想在哪里取" in town.says("预约 1")
    town.says("1")
    assert town.koha.holds_of(wanted) == 1
    assert f"《{RICH}》" in town.says("我的预约")
    town.says("取消预约 1")
    assert town.koha.holds_of(wanted) == 0


def test_a_catalogue_that_is_silent_is_said_kindly(town: Town) -> None:
    town.opac.said = (503, b"")
    assert "请过一会儿再发一次" in town.says("找书 活着")
    assert len(town.opac.asked) == 1


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"restricted": True}, "已经停用"),
        ({"patron_card_lost": True}, "已经停用"),
        ({"expiry_date": "2026-01-01"}, "已经过期"),
        ({"cardnumber": "R9999"}, "找不到"),
    ],
)
@pytest.mark.parametrize("wish", ["我的借阅", "续借", "我的预约"])
def test_a_card_that_was_stopped_shows_nothing_of_its_account(
    town: Town, facts: dict[str, Any], told: str, wish: str
) -> None:
    town.koha.lend(RICH)
    town.koha.library.patrons[0].update(facts)
    said = town.says(wish)
    assert told in said
    assert "服务台" in said or "发“绑定”" in said
    assert RICH not in said
