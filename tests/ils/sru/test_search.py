"""Search over SRU where the server is odd, silent or another kind."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.chat import Finds
from chalicelib.catalogue.model import Shelf
from chalicelib.catalogue.service import How
from chalicelib.errors import GiveUp, Misconfigured, NotFound, TryLater
from chalicelib.ils.sru import cql
from chalicelib.ils.sru.client import Client
from chalicelib.ils.sru.model import Indexes, Ways
from chalicelib.ils.sru.records import LONGEST_ID, id_of, is_ours, number_of
from chalicelib.ils.sru.search import LEFT_ALONE_S, SruSearch
from chalicelib.ils.sru.system import connect
from chalicelib.ils.web import Web
from local.try_sru import main
from tests.ils.sru.fakes import NoCopy, OldCopy, ScriptedSru
from tests.ils.sru.test_answers import PLAIN, a_diagnostic, an_answer

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
INDEXES = Indexes()


@pytest.fixture
def server() -> Iterator[ScriptedSru]:
    server = ScriptedSru()
    yield server
    server.stop()


def sru(server: ScriptedSru, copy: Finds | None = None, **settings: Any) -> SruSearch:
    return connect(json.dumps({"url": server.url, **settings}), copy or NoCopy())


def a_koha_record(**copy: str) -> str:
    codes = {"b": "ZG", "c": "A1", "o": "I247/1", "p": "B0001", **copy}
    subfields = "".join(f'<subfield code="{c[-1]}">{v}</subfield>' for c, v in codes.items())
    biblio = '<datafield tag="999"><subfield code="c">42</subfield></datafield>'
    fields = f'<datafield tag="952">{subfields}</datafield>{biblio}</record>'
    return PLAIN.replace("</record>", fields)


def test_a_search_asks_once_and_says_what_was_found(server: ScriptedSru) -> None:
    server.said = (200, an_answer(PLAIN))
    found = sru(server).find("活着", 0, NOW)
    assert (found.total, found.hits[0].record.id, found.how) == (1, "7", How.EXACT)
    assert server.asked[0]["query"] == [cql.query_of("活着", INDEXES)]
    assert server.asked[0]["operation"] == ["searchRetrieve"]


def test_nothing_to_search_for_is_not_asked(server: ScriptedSru) -> None:
    found = sru(server).find("？！", 0, NOW)
    assert (found.how, server.asked) == (How.NONE, [])


def test_a_koha_tells_its_copies(server: ScriptedSru) -> None:
    server.said = (200, an_answer(a_koha_record()))
    record = sru(server, kind="koha", branches={"ZG": "main"}).find("活着", 0, NOW).hits[0].record
    assert (record.id, record.copies[0].branch, record.copies[0].status) == (
        "42",
        "main",
        Shelf.HERE,
    )


@pytest.mark.parametrize(
    ("copy", "shelf"),
    [
        ({"q": "2026-12-05"}, Shelf.ON_LOAN),
        ({"_7": "0"}, Shelf.HERE),
        ({"_7": "1"}, Shelf.READ_HERE),
        ({"_1": "1"}, Shelf.AWAY),
    ],
)
def test_a_copy_that_cannot_be_had_is_not_promised(
    server: ScriptedSru, copy: dict[str, str], shelf: Shelf
) -> None:
    server.said = (200, an_answer(a_koha_record(**copy)))
    found = sru(server, kind="koha").find("活着", 0, NOW)
    assert found.hits[0].record.copies[0].status is shelf


@pytest.mark.parametrize(("branch", "how"), [("main", How.EXACT), ("east", How.ELSEWHERE)])
def test_a_branch_is_looked_for_among_the_copies(
    server: ScriptedSru, branch: str, how: How
) -> None:
    server.said = (200, an_answer(a_koha_record()))
    search = sru(server, kind="koha", branches={"ZG": "main"})
    assert search.find("活着", 0, NOW, branch).how is how


def test_a_silent_server_leaves_the_last_copy(server: ScriptedSru) -> None:
    server.said = (503, b"")
    search = sru(server, OldCopy())
    number = search.find("活着", 0, NOW).hits[0].number
    assert search.title(number).title == "旧书"


def test_a_server_that_was_silent_is_left_alone_for_a_while(server: ScriptedSru) -> None:
    server.said = (503, b"")
    search = sru(server, OldCopy())
    titles = [search.find("活着", 0, NOW).hits[0].record.title for _ in range(3)]
    assert (titles, len(server.asked)) == (["旧书"] * 3, 1)


def test_a_silent_server_is_asked_again_later(server: ScriptedSru) -> None:
    steady = iter([0.0, 0.0, LEFT_ALONE_S + 1])
    web = Web(server.url)
    search = SruSearch(Client(web, Ways()), Ways(), OldCopy(), lambda: next(steady))
    server.said = (503, b"")
    search.find("活着", 0, NOW)
    server.said = (200, an_answer(PLAIN))
    assert search.find("活着", 0, NOW).hits[0].record.id == "7"
    web.close()


def test_a_silent_server_without_a_copy_is_later(server: ScriptedSru) -> None:
    server.said = (503, b"")
    with pytest.raises(TryLater):
        sru(server).find("活着", 0, NOW)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ((200, a_diagnostic("info:srw/diagnostic/1/16")), GiveUp),
        ((200, a_diagnostic("info:srw/diagnostic/1/2")), TryLater),
        ((200, b"<html>"), TryLater),
        ((404, b""), GiveUp),
        ((302, b""), GiveUp),
        ((200, b" " * (5 * 1024 * 1024)), GiveUp),
    ],
)
def test_trouble_is_sorted_by_what_to_do(
    server: ScriptedSru, said: tuple[int, bytes], error: type[Exception]
) -> None:
    server.said = said
    with pytest.raises(error):
        sru(server).find("活着", 0, NOW)


def test_beyond_the_last_record_there_is_nothing(server: ScriptedSru) -> None:
    server.said = (200, a_diagnostic("info:srw/diagnostic/1/61"))
    assert sru(server).find("活着", 99, NOW).hits == ()


def test_a_title_that_has_gone_is_not_found(server: ScriptedSru) -> None:
    server.said = (200, an_answer(total=0))
    with pytest.raises(NotFound):
        sru(server).title(number_of("7"))


def test_another_title_is_none(server: ScriptedSru) -> None:
    server.said = (200, an_answer(PLAIN))
    with pytest.raises(NotFound):
        sru(server).title(number_of("8"))


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_typed_stays_inside_its_quotes(said: str) -> None:
    query = cql.query_of(said, INDEXES)
    outside = "".join(query.split('"')[::2]).replace(" ", "")
    marks = {"cql.serverChoice=", "bath.isbn=", "or", "and", "(", ")"}
    for mark in sorted(marks, key=len, reverse=True):
        outside = outside.replace(mark, "")
    assert outside == ""


def test_a_quote_in_an_id_is_escaped() -> None:
    assert cql.by_id('a"b\\c*', INDEXES) == 'rec.id = "a\\"b\\\\c\\*"'


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("红楼梦", "紅樓夢"),
        ("紅樓夢", "红楼梦"),
        ("台湾", "台灣"),
        ("活著", "活着"),
        ("著作权", "著作权"),
    ],
)
def test_a_word_is_asked_for_in_both_scripts(typed: str, among: str) -> None:
    assert among in cql.spellings(typed)


def test_few_spellings_are_asked_for() -> None:
    assert len(cql.spellings("台发历里干后余" * 5)) <= cql.MOST_SPELLINGS


def test_an_isbn_is_asked_for_in_both_lengths() -> None:
    query = cql.query_of("978-7-02-000220-7", INDEXES)
    assert query == '(bath.isbn = "9787020002207" or bath.isbn = "702000220X")'


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=13))
def test_a_number_is_the_id_and_none_of_our_own_index(id: str) -> None:
    assert (id_of(number_of(id)), is_ours(number_of(id))) == (id, True)


@pytest.mark.parametrize("number", [0, -1, 7, 1 << 80, number_of("x" * (LONGEST_ID + 1))])
def test_a_number_that_is_no_id_opens_nothing(number: int) -> None:
    with pytest.raises(NotFound):
        id_of(number)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"urll": 1}, "urll"),
        ({"url": "http://opac.library.example/sru"}, "https"),
        ({"kind": "aleph"}, "kind"),
        ({"indexes": {"titel": "x"}}, "indexes"),
        ({"fields": {"marc21": {"titel": "245$a"}}}, "titel"),
        ({"shelves": {"q": "gone"}}, "shelves"),
        ({"patience_s": 0}, "patience_s"),
        ({"branches": []}, "branches"),
        ({"id": 1}, "text"),
    ],
)
def test_what_is_wrong_with_the_settings_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        connect(json.dumps({"url": "https://opac.library.example/sru", **changes}), NoCopy())


def test_a_technician_sees_whether_a_title_can_be_opened(
    server: ScriptedSru, capsys: pytest.CaptureFixture[str]
) -> None:
    server.said = (200, an_answer(PLAIN))
    assert main(json.dumps({"url": server.url}), "活着", lambda: NOW) == 0
    assert "opens" in capsys.readouterr().out


def test_a_technician_sees_what_is_wrong(
    server: ScriptedSru, capsys: pytest.CaptureFixture[str]
) -> None:
    server.said = (200, a_diagnostic("info:srw/diagnostic/1/16"))
    assert main(json.dumps({"url": server.url}), "活着", lambda: NOW) == 1
    assert "diagnostic 16" in capsys.readouterr().out
