"""A card bound by the page, and word of it in the chat, on the real engine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.conversation.model import Door, OpenMessage
from chalicelib.conversation.store import ConversationStore
from chalicelib.errors import Conflict, NotFound
from chalicelib.ils.model import CardNumber
from chalicelib.readers.bound_store import BoundStore
from chalicelib.readers.model import Card, Cards
from chalicelib.readers.store import ReaderStore
from chalicelib.tables.connect import Wire
from tests.readers.desk import NOW, READER

pytestmark = pytest.mark.engine
CARD = Card("c1", CardNumber("A1001"), NOW, "妈妈的证")


class Chatting:
    """A reader who has written once."""

    def __init__(self, wire: Wire) -> None:
        self.rows, self.readers, self.nudged = ConversationStore(wire), ReaderStore(), list[str]()
        self.store = BoundStore(wire, self.rows, self.nudged.append)
        message = OpenMessage("m1", "a1", NOW + timedelta(seconds=6), NOW, b"body")
        self.rows.claim(READER, message, "salt", Door.MESSAGE)

    def said(self) -> list[str]:
        row = self.rows.row(READER)
        return [notice.text for notice in row.notices] if row else []


@pytest.fixture
def chatting(storage: Wire) -> Chatting:
    return Chatting(storage)


def test_a_card_bound_at_once_is_told_in_the_chat(chatting: Chatting) -> None:
    chatting.store.save_and_tell(Cards(READER, (CARD,)), CARD, NOW)
    assert chatting.readers.get(READER).cards == (CARD,)
    (said,) = chatting.said()
    assert "妈妈的证（尾号 01）" in said
    assert "如果不是您本人办的" in said
    assert chatting.nudged == [READER]


def test_where_the_cards_changed_in_between_nothing_is_said(chatting: Chatting) -> None:
    chatting.readers.save(Cards(READER, (CARD,)))
    with pytest.raises(Conflict):
        chatting.store.save_and_tell(Cards(READER), CARD, NOW)
    assert chatting.readers.get(READER).cards == (CARD,)
    assert chatting.said() == []


def test_to_a_reader_who_left_no_card_is_bound(chatting: Chatting) -> None:
    chatting.rows.forget(READER)
    with pytest.raises(NotFound):
        chatting.store.save_and_tell(Cards(READER, (CARD,)), CARD, NOW)
    assert chatting.readers.get(READER) == Cards(READER)


def test_another_card_joins_those_there_are(chatting: Chatting) -> None:
    chatting.store.save_and_tell(Cards(READER, (CARD,)), CARD, NOW)
    other = replace(CARD, id="c2", number=CardNumber("A1002"))
    chatting.store.save_and_tell(chatting.readers.get(READER).with_card(other), other, NOW)
    assert chatting.readers.get(READER).cards == (CARD, other)
    assert len(chatting.said()) == 2
