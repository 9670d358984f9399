"""Search over SRU on Zebra with 5,000 Chinese titles: what is found equals a scan of all."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.catalogue.grams import searchable
from chalicelib.catalogue.service import Found
from chalicelib.errors import NotFound
from chalicelib.ils.deadline import within
from chalicelib.ils.sru.client import Client
from chalicelib.ils.sru.cql import query_of
from chalicelib.ils.sru.model import Indexes, Ways
from chalicelib.ils.sru.records import hits_of, number_of
from chalicelib.ils.sru.search import SruSearch
from chalicelib.ils.web import Web
from tests.ils.sru.books import COUNT, Book, as_marc, books
from tests.ils.sru.fakes import NoCopy
from tests.peers.zebra.peer import zebra

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WAYS = Ways(patience_s=10.0)
pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def shelf() -> list[Book]:
    return books()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, shelf: list[Book]) -> Iterator[Client]:
    running = zebra(tmp_path_factory.mktemp("zebra"), as_marc(shelf))
    client = Client(Web(running.url), WAYS)
    yield client
    client.close()
    running.stop()


@pytest.fixture
def search(client: Client) -> SruSearch:
    return SruSearch(client, WAYS, NoCopy())


def scanned(shelf: list[Book], said: str) -> set[str]:
    """Ids of all titles with every word of it in title or author, in any spelling."""
    words = [searchable(word) for word in said.split()]
    return {
        book.id
        for book in shelf
        if all(w in searchable(book.title) or w in searchable(book.author) for w in words)
    }


def all_of(client: Client, said: str) -> set[str]:
    query = query_of(said, Indexes())
    total = client.search(query, 1, 1, within(10)).total
    pages = range(1, total + 1, 50)
    found = [client.search(query, start, 50, within(10)).records for start in pages]
    return {hit.record.id for page in found for hit in hits_of(page, WAYS)}


def found(search: SruSearch, said: str, page: int = 0) -> Found:
    return search.find(said, page, NOW)


@pytest.mark.parametrize(
    "said",
    [
        *("红楼", "紅樓", "红楼梦", "紅樓夢", "活着", "活著", "历史", "歷史", "三国演义"),
        *("后来", "里尔克诗选", "鲁迅", "魯迅", "鲁迅 全集", "余华 活着", "语言", "北京城市", "梦"),
        *("张爱玲 上海", "没有这样的书", "历史 中国 研究"),
    ],
)
def test_what_is_found_equals_a_scan(
    client: Client, search: SruSearch, shelf: list[Book], said: str
) -> None:
    expected = scanned(shelf, said)
    assert all_of(client, said) == expected
    assert found(search, said).total == len(expected)


def test_all_titles_are_there(client: Client) -> None:
    assert client.search("cql.allRecords = 1", 1, 1, within(10)).total == COUNT


def test_a_book_is_found_by_its_number(search: SruSearch, shelf: list[Book]) -> None:
    hits = found(search, f"ISBN {shelf[41].isbn}").hits
    assert [hit.record.id for hit in hits] == [shelf[41].id]


def test_what_was_listed_can_be_opened(search: SruSearch) -> None:
    hit = found(search, "红楼梦").hits[0]
    assert search.title(hit.number) == hit.record


def test_the_very_title_comes_first(search: SruSearch) -> None:
    page = found(search, "活着")
    assert (searchable(page.hits[0].record.title), page.named) == ("活着", True)


def test_the_last_page_has_the_rest(search: SruSearch) -> None:
    first = found(search, "鲁迅")
    last = found(search, "鲁迅", first.pages - 1)
    assert first.total > 100
    assert len(last.hits) == first.total - 5 * (first.pages - 1)
    assert not last.has_next


def test_a_page_beyond_the_end_is_empty(search: SruSearch) -> None:
    assert found(search, "鲁迅", 5000).hits == ()


@pytest.mark.parametrize("said", ['"', "* or 1=1", '活着" or cql.allRecords = "1', "\\", "a/b^?"])
def test_nothing_a_reader_types_is_an_operator(
    search: SruSearch, shelf: list[Book], said: str
) -> None:
    assert found(search, said).total < COUNT / 10


def test_an_id_that_is_none_opens_nothing(search: SruSearch) -> None:
    with pytest.raises(NotFound):
        search.title(number_of('x" or cql.allRecords="1'))
