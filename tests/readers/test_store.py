"""Readers' cards, the fake and the real ones alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.errors import Conflict
from chalicelib.ils.model import CardNumber
from chalicelib.readers.model import Card, Cards, Pending
from chalicelib.readers.store import ReaderStore
from tests.readers.desk import NOW, READER
from tests.readers.fakes import FakeReaders

Store = ReaderStore | FakeReaders
CARD = Card("c1", CardNumber("A1001"), NOW, "妈妈的证")
PENDING = Pending("mark", CardNumber("A1002"), NOW + timedelta(minutes=10), "我的", 2)


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.engine)])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "fake":
        return FakeReaders()
    request.getfixturevalue("storage")
    return ReaderStore()


def test_a_reader_nobody_knows_has_no_cards(store: Store) -> None:
    assert store.get(READER) == Cards(READER)


def test_what_is_saved_comes_back_whole(store: Store) -> None:
    store.save(Cards(READER, (CARD,), PENDING, choices={"due": "off"}))
    held = store.get(READER)
    assert (held.cards, held.pending, held.choices) == ((CARD,), PENDING, {"due": "off"})
    assert (held.version, held.look_at) == (1, NOW)


def test_a_change_counts_only_from_the_version_that_was_read(store: Store) -> None:
    store.save(Cards(READER, (CARD,)))
    store.save(replace(store.get(READER), pending=PENDING))
    with pytest.raises(Conflict):
        store.save(Cards(READER, (), version=1))
    with pytest.raises(Conflict):
        store.save(Cards(READER))
    assert store.get(READER).cards == (CARD,)


def test_a_day_set_for_looking_stays_through_other_changes(store: Store) -> None:
    later = NOW + timedelta(days=3)
    store.save(Cards(READER, (CARD,), look_at=later))
    store.save(replace(store.get(READER), pending=PENDING))
    assert store.get(READER).look_at == later


def test_without_cards_nobody_is_looked_at(store: Store) -> None:
    store.save(Cards(READER, (CARD,)))
    store.save(store.get(READER).without(CARD))
    assert store.get(READER).look_at is None


def test_a_forgotten_reader_is_gone(store: Store) -> None:
    store.save(Cards(READER, (CARD,), PENDING))
    store.forget(READER, NOW)
    assert store.get(READER) == Cards(READER)


def test_a_card_bound_after_the_wish_to_be_forgotten_stays(store: Store) -> None:
    later = replace(CARD, id="c2", number=CardNumber("A1002"), bound_at=NOW + timedelta(seconds=9))
    store.save(Cards(READER, (CARD, later), PENDING))
    store.forget(READER, NOW)
    assert store.get(READER).cards == (later,)
    assert store.get(READER).pending is None


def test_nobody_knows_the_reader_who_is_forgotten(store: Store) -> None:
    store.forget(READER, NOW)
    assert store.get(READER) == Cards(READER)
