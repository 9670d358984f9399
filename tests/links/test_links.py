"""Links: signed, for one purpose, used once, short-lived."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import Misconfigured, NotAllowed, NotFound, WeiguanError
from chalicelib.links.service import Links, Spent
from chalicelib.links.store import SpentStore
from chalicelib.sealing import derived_key
from chalicelib.tables.connect import Wire
from chalicelib.tables.links import SpentLinkRow
from chalicelib.tables.meter import metering

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
KEY = derived_key("a root secret", "links")


@dataclass
class FakeSpent:
    ids: set[str] = field(default_factory=set)

    def spend(self, id: str, expires: datetime) -> bool:
        is_new = id not in self.ids
        self.ids.add(id)
        return is_new

    def is_spent(self, id: str) -> bool:
        return id in self.ids


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.engine)])
def spent(request: pytest.FixtureRequest) -> Spent:
    if request.param == "fake":
        return FakeSpent()
    return SpentStore(request.getfixturevalue("storage"))


def some_links(spent: Spent | None = None, key: bytes = KEY) -> Links:
    numbers = count(1)
    return Links(key, spent or FakeSpent(), lambda length: next(numbers).to_bytes(length, "big"))


def test_a_link_tells_whom_it_is_for(spent: Spent) -> None:
    links = some_links(spent)
    word = links.issue("card", "oreader", NOW)
    assert links.use("card", word, NOW) == "oreader"


def test_looking_never_uses_a_link_up(spent: Spent) -> None:
    links = some_links(spent)
    word = links.issue("card", "oreader", NOW)
    assert [links.look("card", word, NOW) for _ in range(3)] == ["oreader"] * 3
    assert links.use("card", word, NOW) == "oreader"


def test_a_link_is_used_once(spent: Spent) -> None:
    links = some_links(spent)
    word = links.issue("card", "oreader", NOW)
    links.use("card", word, NOW)
    with pytest.raises(NotFound, match="was used"):
        links.use("card", word, NOW)
    with pytest.raises(NotFound, match="was used"):
        links.look("card", word, NOW)


def test_using_one_link_leaves_the_others(spent: Spent) -> None:
    links = some_links(spent)
    first, second = links.issue("card", "oreader", NOW), links.issue("card", "oreader", NOW)
    links.use("card", first, NOW)
    assert links.use("card", second, NOW) == "oreader"


def test_a_link_runs_out() -> None:
    links = some_links()
    word = links.issue("card", "oreader", NOW)
    assert links.look("card", word, NOW + timedelta(minutes=9, seconds=59)) == "oreader"
    with pytest.raises(NotFound, match="run out"):
        links.use("card", word, NOW + timedelta(minutes=10))


def test_a_link_for_one_purpose_is_worth_nothing_for_another() -> None:
    links = some_links()
    with pytest.raises(NotAllowed):
        links.look("survey", links.issue("card", "oreader", NOW), NOW)


def test_a_link_of_another_key_is_worth_nothing() -> None:
    word = some_links(key=derived_key("another root", "links")).issue("card", "oreader", NOW)
    with pytest.raises(NotAllowed):
        some_links().look("card", word, NOW)


def test_a_key_of_one_use_is_no_key_of_another() -> None:
    assert derived_key("a root secret", "links") != derived_key("a root secret", "codes")


def test_without_a_root_secret_there_is_no_key() -> None:
    with pytest.raises(Misconfigured):
        derived_key("", "links")


@given(st.text(max_size=200), st.timedeltas(timedelta(seconds=1), timedelta(days=30)))
def test_whatever_the_subject_it_comes_back_and_is_not_seen_in_the_link(
    subject: str, lives: timedelta
) -> None:
    links = some_links()
    named = f"reader-{''.join(c for c in subject if c.isalnum())}"
    word = links.issue("card", named, NOW, lives)
    assert links.look("card", word, NOW) == named
    assert "reader" not in word


@given(st.data())
def test_a_link_changed_in_any_place_is_refused(data: Any) -> None:
    links = some_links()
    word = links.issue("card", "oreader", NOW)
    place = data.draw(st.integers(0, len(word) - 2))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != word[place]))
    with pytest.raises(NotAllowed):
        links.look("card", word[:place] + other + word[place + 1 :], NOW)


@given(st.data())
def test_a_link_cut_or_lengthened_is_refused(data: Any) -> None:
    links = some_links()
    word = links.issue("card", "oreader", NOW)
    kept = data.draw(st.integers(0, len(word) - 2))
    with pytest.raises(NotAllowed):
        links.look("card", word[:kept] + data.draw(st.text(max_size=3)) if kept else "", NOW)


@given(st.text(max_size=300))
def test_anything_else_is_refused(word: str) -> None:
    with pytest.raises(WeiguanError):
        some_links().use("card", word, NOW)


def test_two_writings_of_one_link_are_one_link() -> None:
    """The last letter may hold bits that count for nothing."""
    links = some_links()
    word = links.issue("card", "oreader", NOW)
    twins = [word[:-1] + last for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"]
    assert sum(_used(links, twin) for twin in twins) <= 1


def _used(links: Links, word: str) -> bool:
    try:
        links.use("card", word, NOW)
    except WeiguanError:
        return False
    return True


@pytest.mark.engine
def test_of_many_who_use_a_link_at_once_one_alone_may(storage: Wire) -> None:
    links = some_links(SpentStore(storage))
    word = links.issue("card", "oreader", NOW)
    with ThreadPoolExecutor(8) as pool:
        used = list(pool.map(lambda _: _used(links, word), range(24)))
    assert used.count(True) == 1


@pytest.mark.engine
def test_a_forged_link_costs_no_storage_call_and_a_used_one_names_nobody(storage: Wire) -> None:
    links = some_links(SpentStore(storage))
    with metering() as meter:
        assert not _used(links, "A" * 60)
    assert meter.calls == []
    links.use("card", links.issue("card", "oreader", NOW), NOW)
    (row,) = SpentLinkRow.scan()
    assert "oreader" not in str(row.attribute_values)
    assert NOW < row.gone_after < NOW + timedelta(hours=2)
