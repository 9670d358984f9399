"""What the embedded system's storage does: the fake in memory and DynamoDB's engine alike."""

import pytest

from chalicelib.errors import Conflict
from chalicelib.ils.embedded.ports import Mark, Row, Rows
from chalicelib.ils.embedded.store import CirculationStore
from tests.ils.fakes import FakeRows


@pytest.fixture(params=["memory", pytest.param("engine", marks=pytest.mark.engine)])
def rows(request: pytest.FixtureRequest) -> Rows:
    if request.param == "memory":
        return FakeRows()
    return CirculationStore(request.getfixturevalue("storage"))


def a_title(name: str, *marks: tuple[Mark, str], version: int = 0) -> Row:
    return Row(f"title#{name}", '{"书":1}', version, marks)


def test_what_was_written_is_read_with_its_version(rows: Rows) -> None:
    rows.commit([a_title("a"), a_title("b")])
    found = rows.fetch(["title#a", "title#b", "title#c"])
    assert {key: (row.body, row.version) for key, row in found.items()} == {
        "title#a": ('{"书":1}', 1),
        "title#b": ('{"书":1}', 1),
    }


def test_who_saw_an_older_version_is_refused_and_nothing_is_written(rows: Rows) -> None:
    rows.commit([a_title("a")])
    with pytest.raises(Conflict):
        rows.commit([a_title("b"), a_title("a")])
    assert set(rows.fetch(["title#a", "title#b"])) == {"title#a"}


def test_who_saw_the_stored_version_writes_the_next(rows: Rows) -> None:
    rows.commit([a_title("a")])
    rows.commit([Row("title#a", "new", 1)])
    held = rows.fetch(["title#a"])["title#a"]
    assert (held.body, held.version) == ("new", 2)


def test_a_row_without_a_body_goes(rows: Rows) -> None:
    rows.commit([a_title("a")])
    rows.commit([Row("title#a", "", 1)])
    assert rows.fetch(["title#a"]) == {}


def test_nothing_is_asked_for_nothing(rows: Rows) -> None:
    assert rows.fetch([]) == {}


def test_a_list_is_in_the_order_of_its_words(rows: Rows) -> None:
    rows.commit(
        [a_title("a", (Mark.READY, "2026-12-03")), a_title("b", (Mark.READY, "2026-12-01"))]
    )
    rows.commit([a_title("c", (Mark.TO_FETCH, "2026-12-02")), a_title("d")])
    assert rows.marked(Mark.READY, "", "", 9).keys == ("title#b", "title#a")
    assert rows.marked(Mark.TO_FETCH, "", "", 9).keys == ("title#c",)


def test_a_list_can_end_before_a_word(rows: Rows) -> None:
    rows.commit(
        [a_title("a", (Mark.READY, "2026-12-03")), a_title("b", (Mark.READY, "2026-12-01"))]
    )
    assert rows.marked(Mark.READY, "2026-12-03", "", 9).keys == ("title#b",)


def test_a_row_leaves_the_list_its_next_version_does_not_name(rows: Rows) -> None:
    rows.commit([a_title("a", (Mark.READY, "2026-12-03"))])
    rows.commit([a_title("a", version=1)])
    assert rows.marked(Mark.READY, "", "", 9).keys == ()


def test_a_long_list_comes_in_pages(rows: Rows) -> None:
    rows.commit([a_title(str(n), (Mark.READY, f"2026-12-0{n}")) for n in range(1, 6)])
    first = rows.marked(Mark.READY, "", "", 3)
    rest = rows.marked(Mark.READY, "", first.next, 3)
    assert (len(first.keys), rest.keys) == (3, ("title#4", "title#5"))
    assert rest.next == ""
