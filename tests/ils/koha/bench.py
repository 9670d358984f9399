"""A library behind the mock of Koha, as the contract suite wants it."""

import json
from typing import Any

from chalicelib.ils.koha.connector import KohaCirculation
from chalicelib.ils.koha.system import connect
from chalicelib.ils.model import CardNumber, Secret, Wanted
from chalicelib.ils.ports import Circulation
from tests.contracts.ils import Trick
from tests.ils.koha.library import NOW, Row
from tests.ils.koha.mock import CLIENT, MockKoha

TIMEZONE = "Asia/Shanghai"


def koha(mock: MockKoha, secret: str = CLIENT[1], **settings: Any) -> KohaCirculation:
    usual = {"url": mock.url, "user": CLIENT[0], "branches": {"ZG": "main", "DG": "east"}}
    return connect(json.dumps({**usual, **settings}), secret, TIMEZONE)


class KohaBench:
    tricks = frozenset(Trick)
    timezone = TIMEZONE
    card = CardNumber("R0001")
    secret = Secret("4711")
    other = CardNumber("R0002")
    now = NOW

    def __init__(self, **settings: Any) -> None:
        self.mock = MockKoha()
        self.library = self.mock.library
        self.ids = [self.library.a_patron("R0001", "4711"), self.library.a_patron("R0002", "4712")]
        self.port = koha(self.mock, **settings)
        self.is_up = True

    @property
    def circulation(self) -> Circulation:
        return self.port

    def lend(self, title: str) -> str:
        item = self.library.a_copy(title)
        self.library.lend(self.ids[0], item)
        return str(item["external_id"])

    def title_of(self, item: str) -> str:
        return str(self.library.biblios[self._item(item)["biblio_id"]]["title"])

    def on_shelf(self) -> Wanted:
        return _wanted(self.library.a_copy("许三观卖血记"))

    def lent_out(self) -> Wanted:
        item = self.library.a_copy("億萬富翁")
        self.library.lend(self.ids[1], item)
        return _wanted(item)

    def pickup(self) -> str:
        return "main"

    def reserve(self, item: str) -> None:
        asked = {"patron_id": self.ids[1], "pickup_library_id": "ZG"}
        self.library.held({**asked, "biblio_id": self._item(item)["biblio_id"]})

    def give_back(self, wanted: Wanted) -> None:
        self.library.give_back(self._item(wanted.items[0]))

    def go_down(self) -> None:
        self.mock.stop()
        self.is_up = False

    def lose_answer(self) -> None:
        self.mock.losing = True

    def renewals_of(self, item: str) -> int:
        return int(self.library.checkout_of(item)["renewals_count"])

    def holds_of(self, wanted: Wanted) -> int:
        biblio_id = self._item(wanted.items[0])["biblio_id"]
        return sum(hold["biblio_id"] == biblio_id for hold in self.library.holds.values())

    def close(self) -> None:
        self.port.close()
        if self.is_up:
            self.mock.stop()
        assert self.mock.broken == []

    def _item(self, barcode: str) -> Row:
        return next(i for i in self.library.items.values() if i["external_id"] == barcode)


def _wanted(item: Row) -> Wanted:
    return Wanted(str(item["biblio_id"]), items=(item["external_id"],))
