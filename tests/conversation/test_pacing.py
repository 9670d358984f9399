"""A reader who floods: one kind message, silence for a moment, then answers again."""

from datetime import datetime, timedelta

from chalicelib.conversation.model import Door, Notice
from chalicelib.conversation.service import Conversation
from chalicelib.dialogue import Dialogue, End, Kind, Meaning
from chalicelib.limits.model import Pace
from chalicelib.texts import conversation as texts
from chalicelib.texts.words import Language
from chalicelib.wechat.outbound import TextReply
from tests.conversation.test_service import NOW, a_text
from tests.fakes import FakeConversations, RememberedQueue, ScriptedChat, saying

SLOWER = texts.SLOWER.say(Language.SIMPLIFIED, seconds=60)


class Flood:
    """A conversation that allows three messages a minute."""

    def __init__(self, dialogue: Dialogue | None = None) -> None:
        self.store = FakeConversations()
        self.sent = 0
        self.chat = ScriptedChat(saying("one", dialogue=dialogue))
        self.conversation = Conversation(
            self.store,
            [self.chat],
            lambda said: Meaning(Kind.FAQ),
            {},
            RememberedQueue(),
            lambda: "id",
            pace=Pace(3),
        )

    def say(self, at: datetime = NOW) -> str:
        self.sent += 1
        return self.again(at)

    def again(self, at: datetime = NOW) -> str:
        message = a_text("您好", f"m{self.sent}")
        reply = self.conversation.answer(message, Door.MESSAGE, at)
        return reply.content if isinstance(reply, TextReply) else ""


def after(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_reader_who_floods_is_told_so_once() -> None:
    flood = Flood()
    assert [flood.say() for _ in range(6)] == ["one", "one", "one", SLOWER, "", ""]


def test_after_the_pause_the_reader_is_answered_again() -> None:
    flood = Flood()
    _ = [flood.say() for _ in range(6)]
    assert [flood.say(after(59)), flood.say(after(60))] == ["", "one"]


def test_no_message_of_a_flood_is_lost_from_the_ledger() -> None:
    flood = Flood()
    _ = [flood.say() for _ in range(6)]
    ends = [entry.end for entry in flood.store.ledger.values()]
    assert ends == [End.ANSWERED] * 3 + [End.PAUSED] * 3


def test_a_repeat_hears_the_same_again() -> None:
    flood = Flood()
    _ = [flood.say() for _ in range(4)]
    assert flood.again(after(5)) == SLOWER


def test_a_flood_is_not_understood_and_no_chat_is_asked() -> None:
    flood = Flood()
    _ = [flood.say() for _ in range(9)]
    assert len(flood.chat.turns) == 3


def test_an_open_dialogue_outlives_the_pause() -> None:
    dialogue = Dialogue("scripted", "step", NOW + timedelta(minutes=5))
    flood = Flood(dialogue)
    _ = [flood.say() for _ in range(6)]
    assert flood.store.rows["reader"].dialogue == dialogue


def test_a_notice_waits_until_the_reader_is_answered_again() -> None:
    flood = Flood()
    _ = [flood.say() for _ in range(4)]
    flood.store.add_notice("reader", Notice("n1", "your book is here", NOW))
    flood.say()
    assert flood.say(after(61)).endswith("your book is here")


def test_messages_at_an_easy_pace_are_all_answered() -> None:
    flood = Flood()
    assert [flood.say(after(21 * n)) for n in range(9)] == ["one"] * 9
