"""Deliveries, the fake and the real ones alike."""

from datetime import date, timedelta

import pytest

from chalicelib.conversation.store import ConversationStore
from chalicelib.errors import Conflict, NotFound
from chalicelib.ils.model import CardNumber
from chalicelib.notify.model import State, Way
from chalicelib.notify.store import DeliveryStore, InboxStore
from chalicelib.readers.model import Card, Cards
from chalicelib.readers.store import ReaderStore
from chalicelib.tables.connect import Wire
from tests.notify.factories import NOW, READER, a_delivery, a_message
from tests.notify.fakes import FakeDeliveries

Store = DeliveryStore | FakeDeliveries


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.engine)])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "fake":
        return FakeDeliveries()
    request.getfixturevalue("storage")
    return DeliveryStore()


def test_a_message_is_opened_once(store: Store) -> None:
    assert [store.open(a_delivery()), store.open(a_delivery())] == [True, False]


def test_what_is_stored_comes_back_whole(store: Store) -> None:
    full = a_delivery(tried=(Way.TEMPLATE,), way=Way.INBOX, is_clean=True, receipt="success")
    store.open(full)
    assert store.one(READER, "due-1") == full
    assert store.of(READER) == [full]
    assert full.message.facts["date"] == date(2026, 12, 1)


def test_a_change_counts_only_from_the_version_that_was_read(store: Store) -> None:
    store.open(a_delivery())
    sent = store.change(a_delivery(state=State.SENT, next_try=None, message_id="wx1"))
    assert sent.version == 1
    with pytest.raises(Conflict):
        store.change(a_delivery(state=State.UNKNOWN))
    assert store.one(READER, "due-1") == sent


def test_only_what_is_to_be_tried_again_is_due(store: Store) -> None:
    later = a_message("due-2")
    store.open(a_delivery())
    store.open(a_delivery(message=later, next_try=NOW + timedelta(minutes=1)))
    store.open(a_delivery(message=a_message("due-3"), next_try=None, state=State.SENT))
    assert [one.message.id for one in store.due(NOW, 100)] == ["due-1"]


def test_a_forgotten_readers_messages_are_gone(store: Store) -> None:
    store.open(a_delivery())
    store.open(a_delivery(reader="o-other"))
    store.forget(READER)
    assert store.of(READER) == []
    assert len(store.of("o-other")) == 1


def test_what_ended_badly_is_listed_page_by_page_newest_first(store: Store) -> None:
    for number in range(3):
        at = NOW + timedelta(minutes=number)
        message = a_message(f"due-{number}")
        bad = a_delivery(message=message, first_at=at, state=State.UNKNOWN, next_try=None)
        store.open(bad)
    store.open(a_delivery(message=a_message("due-9"), state=State.SENT, next_try=None))
    first, mark = store.troubles(0, 2)
    rest, end = store.troubles(mark or 0, 2)
    assert [one.message.id for one in (*first, *rest)] == ["due-2", "due-1", "due-0"]
    assert (end, first[0].next_try) == (None, None)
    assert store.due(NOW + timedelta(days=1), 100) == []


@pytest.fixture
def nudged() -> list[str]:
    return []


@pytest.fixture
def inbox(storage: Wire, nudged: list[str]) -> InboxStore:
    return InboxStore(storage, nudged.append)


@pytest.mark.engine
def test_a_silent_reader_with_a_card_is_given_a_new_conversation(
    inbox: InboxStore, storage: Wire, nudged: list[str]
) -> None:
    ReaderStore().save(Cards(READER, (Card("c1", CardNumber("R1"), NOW),)))
    inbox.leave(READER, "due-1", "两本书快到期", NOW)
    inbox.leave(READER, "due-1", "两本书快到期", NOW)
    row = ConversationStore(storage).row(READER)
    assert row is not None
    assert ([notice.text for notice in row.notices], row.salt) == (["两本书快到期"], "")
    assert nudged == [READER, READER]


@pytest.mark.engine
def test_nothing_is_left_for_somebody_without_card_and_conversation(
    inbox: InboxStore, storage: Wire
) -> None:
    with pytest.raises(NotFound):
        inbox.leave(READER, "due-1", "两本书快到期", NOW)
    assert ConversationStore(storage).row(READER) is None


@pytest.mark.engine
def test_a_conversation_begun_for_a_notice_goes_with_an_erasure(
    inbox: InboxStore, storage: Wire
) -> None:
    ReaderStore().save(Cards(READER, (Card("c1", CardNumber("R1"), NOW),)))
    inbox.leave(READER, "due-1", "两本书快到期", NOW)
    ReaderStore().forget(READER, NOW)
    ConversationStore(storage).forget_shell(READER)
    assert ConversationStore(storage).row(READER) is None
