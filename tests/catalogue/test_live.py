"""Search that shows copies as the library system says they stand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.catalogue.live_service import LiveSearch
from chalicelib.catalogue.model import Copy, Record, Shelf
from chalicelib.catalogue.service import Found, Hit
from chalicelib.errors import Misconfigured, TryLater
from tests.ils.desk import MONDAY, Library

COPIES = (Copy("main", barcode="B1"), Copy("main", barcode="B2"), Copy("east", barcode="OTHER"))
RECORD = Record("t1", "活着", copies=COPIES)
BARE = Record("t2", "电子书")
COPIED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@dataclass
class Silent:
    """A library system that is down, or wrongly set up."""

    problem: Exception

    def __getattr__(self, name: str) -> Any:
        raise self.problem


class OneTitle:
    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found:
        return Found(said, 2, page, (Hit(7, RECORD), Hit(8, BARE)), copied=COPIED)

    def title(self, number: int) -> Record:
        return RECORD if number == 7 else BARE


@pytest.fixture
def library() -> Library:
    library = Library()
    library.a_card("C1")
    library.a_title("t1", "B1", "B2")
    return library


@pytest.fixture
def search(library: Library) -> LiveSearch:
    return LiveSearch(OneTitle(), library.circulation, lambda: MONDAY)


def test_a_lent_copy_shows_its_due_date(library: Library, search: LiveSearch) -> None:
    library.desk.lend("C1", "B1", library.now)
    copies = search.title(7).copies
    assert (copies[0].status, copies[0].due) == (Shelf.ON_LOAN, date(2026, 12, 23))
    assert copies[1].status is Shelf.HERE


def test_a_lost_copy_is_not_on_the_shelf(library: Library, search: LiveSearch) -> None:
    library.copies.mark_gone("B1", True)
    assert search.title(7).copies[0].status is Shelf.AWAY


def test_a_page_is_asked_about_at_once(library: Library, search: LiveSearch) -> None:
    library.desk.lend("C1", "B1", library.now)
    records = [hit.record for hit in search.find("活着", 0, MONDAY).hits]
    assert records[0].copies[0].status is Shelf.ON_LOAN
    assert records[1] == BARE


def test_a_page_may_stay_as_the_catalogue_has_it(library: Library) -> None:
    library.desk.lend("C1", "B1", library.now)
    search = LiveSearch(OneTitle(), library.circulation, lambda: MONDAY, pages=False)
    found = search.find("活着", 0, MONDAY)
    assert (found.hits[0].record, found.copied) == (RECORD, COPIED)
    assert search.title(7).copies[0].status is Shelf.ON_LOAN


def test_what_the_system_does_not_know_stays_as_the_catalogue_has_it(search: LiveSearch) -> None:
    assert search.title(7).copies[2] == COPIES[2]
    assert search.title(8) == BARE


def test_what_is_known_as_of_now_has_no_age(search: LiveSearch) -> None:
    assert search.find("活着", 0, MONDAY).copied is None


@pytest.mark.parametrize("problem", [TryLater("down"), Misconfigured("no such dialect")])
def test_while_the_system_is_down_the_copy_is_shown_and_its_age_known(problem: Exception) -> None:
    search = LiveSearch(OneTitle(), Silent(problem), lambda: MONDAY)
    found = search.find("活着", 0, MONDAY)
    assert (found.copied, found.hits[0].record) == (COPIED, RECORD)
    assert search.title(7) == RECORD
