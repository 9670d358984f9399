"""What readers were told, in the row of their cards on the real engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.errors import Conflict
from chalicelib.ils.model import CardNumber
from chalicelib.readers.model import Card, Cards
from chalicelib.readers.store import ReaderStore
from chalicelib.reminders.store import MemoryStore
from chalicelib.tables.connect import Wire
from tests.notify.factories import a_message

pytestmark = pytest.mark.engine
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
READER = "o-reader"
CARD = Card("c1", CardNumber("R1"), NOW)


@pytest.fixture
def memories(storage: Wire) -> MemoryStore:
    ReaderStore().save(Cards(READER, (CARD,)))
    return MemoryStore(storage)


def test_a_reader_is_looked_at_as_soon_as_a_card_is_bound(memories: MemoryStore) -> None:
    assert memories.to_look_at(NOW, 100) == [READER]
    assert memories.to_look_at(NOW - timedelta(seconds=1), 100) == []


def test_a_reader_without_a_card_has_no_memory(memories: MemoryStore) -> None:
    assert memories.get("o-other") is None


def test_what_was_told_comes_back_and_the_cards_stay(memories: MemoryStore) -> None:
    memory = memories.get(READER)
    assert memory is not None
    later = NOW + timedelta(days=1)
    told = replace(
        memory, told={"k": "2026-11-28"}, last_day="2026-11-23", owed=a_message(), look_at=later
    )
    assert memories.save(told) == replace(told, version=2)
    assert memories.get(READER) == replace(told, version=2)
    assert ReaderStore().get(READER).cards == (CARD,)


def test_another_card_leaves_what_was_told(memories: MemoryStore) -> None:
    memory = memories.get(READER)
    assert memory is not None
    memories.save(replace(memory, told={"k": "2026-11-28"}))
    held = ReaderStore().get(READER)
    ReaderStore().save(replace(held, cards=(*held.cards, Card("c2", CardNumber("R2"), NOW))))
    again = memories.get(READER)
    assert again is not None
    assert again.told == {"k": "2026-11-28"}


def test_a_change_counts_only_from_the_version_that_was_read(memories: MemoryStore) -> None:
    memory = memories.get(READER)
    assert memory is not None
    memories.save(memory)
    with pytest.raises(Conflict):
        memories.save(memory)


def test_with_the_last_card_the_memory_goes(memories: MemoryStore) -> None:
    ReaderStore().save(ReaderStore().get(READER).without(CARD))
    assert memories.get(READER) is None
    assert memories.to_look_at(NOW, 100) == []


def test_of_an_unbound_card_nothing_is_left_to_say(memories: MemoryStore) -> None:
    memory = memories.get(READER)
    assert memory is not None
    memories.save(replace(memory, told={"k": "d"}, last_day="2026-11-23", owed=a_message()))
    ReaderStore().save(ReaderStore().get(READER).without(CARD))
    ReaderStore().save(replace(ReaderStore().get(READER), cards=(CARD,)))
    again = memories.get(READER)
    assert again is not None
    assert (again.owed, again.told, again.last_day) == (None, {}, "2026-11-23")
