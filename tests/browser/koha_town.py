"""A library with Koha: the mock by its contract for loans, Zebra over SRU for the catalogue."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.catalogue.marc_files import a_field, a_marc
from tests.ils.koha.library import Row
from tests.ils.koha.mock import CLIENT, MockKoha
from tests.peers.zebra.peer import Zebra, zebra

CARD, PIN = "K0001", "4711"
PLACES = {"ZG": "main", "DG": "kids"}


class KohaTown:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._koha = MockKoha()
        self._library = self._koha.library
        self._ours = self._library.a_patron(CARD, PIN)
        self._theirs = self._library.a_patron("K0002", "4712")
        self._biblios: dict[str, int] = {}
        self._zebra: Zebra | None = None

    def settle(self, free: str, reserved: str, sought: str) -> None:
        """Their catalogue has two more books of the sought one's name."""
        self._lend(free, self._ours, 5)
        self._lend(reserved, self._ours, 9)
        self._reserve(reserved)
        self._lend(sought, self._theirs, 12)
        self._lend(f"{sought}Ⅱ 黑暗森林", self._theirs, 3)
        self._lend(f"{sought}Ⅲ 死神永生", self._theirs, 6)
        marc = b"".join(map(_marc, self._library.items.values(), self._biblios))
        folder = self._folder / "zebra"
        folder.mkdir()
        self._zebra = zebra(folder, marc)

    def _lend(self, title: str, patron: int, days: int) -> None:
        item = self._library.a_copy(title)
        self._biblios[title] = item["biblio_id"]
        due = datetime.now(UTC) + timedelta(days=days)
        self._library.lend(patron, item)["due_date"] = f"{due:%Y-%m-%d}T23:59:00+08:00"
        item["checked_out_date"] = f"{due:%Y-%m-%d}"

    def _reserve(self, title: str) -> None:
        asked = {"patron_id": self._theirs, "pickup_library_id": "ZG"}
        self._library.held({**asked, "biblio_id": self._biblios[title]})

    @property
    def environment(self) -> dict[str, str]:
        assert self._zebra is not None
        loans = {"url": self._koha.url, "user": CLIENT[0], "branches": PLACES}
        books = {"url": self._zebra.url, "kind": "koha", "branches": PLACES}
        return {
            "WEIGUAN_CIRCULATION": "koha",
            "WEIGUAN_CIRCULATION_AT": json.dumps(loans),
            "WEIGUAN_CIRCULATION_SECRET": CLIENT[1],
            "WEIGUAN_CATALOGUE": "sru",
            "WEIGUAN_CATALOGUE_AT": json.dumps(books),
        }

    def renewals_of(self, title: str) -> int:
        items = self._library.items
        found = [
            one
            for one in self._library.checkouts.values()
            if items[one["item_id"]]["biblio_id"] == self._biblios[title]
        ]
        return int(found[0]["renewals_count"])

    def holds_of(self, title: str) -> int:
        wanted = (self._ours, self._biblios[title])
        held = self._library.holds.values()
        return [(one["patron_id"], one["biblio_id"]) for one in held].count(wanted)

    def close(self) -> None:
        self._koha.stop()
        if self._zebra is not None:
            self._zebra.stop()
        assert self._koha.broken == []


def _marc(item: Row, title: str) -> bytes:
    """As Koha exports a title with its one copy."""
    number = str(item["biblio_id"])
    return a_marc(
        ("001", number),
        a_field("100", a="刘慈欣"),
        a_field("245", a=title),
        a_field("260", b="重庆出版社", c="2008"),
        a_field("952", b="ZG", p=item["external_id"], q=item["checked_out_date"]),
        a_field("999", c=number),
        leader_9="a",
    )
