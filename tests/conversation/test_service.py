"""Every message answered once, whatever comes in between."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from chalicelib.conversation.fallback import ReadOnChat
from chalicelib.conversation.model import LEASE, Door, Notice, OpenMessage, shard_of
from chalicelib.conversation.service import Conversation
from chalicelib.dialogue import Answer, Chat, Dialogue, End, Kind, Later, Meaning
from chalicelib.errors import TryLater
from chalicelib.texts import conversation as texts
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import NoReply, TextReply
from tests.fakes import FakeConversations, RememberedQueue, ScriptedChat, ScriptedJob, saying

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def a_text(content: str = "您好", key: str = "m1") -> Text:
    return Text(key, "reader", "account", NOW, content)


class Setting:
    """A conversation over fakes."""

    def __init__(self, *chats: Chat, job: ScriptedJob | None = None) -> None:
        self.store = FakeConversations()
        self.queue = RememberedQueue()
        self.slept: list[float] = []
        numbers = count()
        self.conversation = Conversation(
            self.store,
            chats,
            lambda said: Meaning(Kind.FAQ),
            {"job": job or ScriptedJob()},
            self.queue,
            lambda: f"id{next(numbers)}",
            self.slept.append,
        )

    def say(self, content: str = "您好", key: str = "m1", at: datetime = NOW) -> str:
        reply = self.conversation.answer(a_text(content, key), Door.MESSAGE, at)
        return reply.content if isinstance(reply, TextReply) else ""


def test_the_first_chat_that_answers_wins() -> None:
    setting = Setting(
        ScriptedChat(lambda turn: None), ScriptedChat(saying("one")), ScriptedChat(saying("two"))
    )
    assert setting.say() == "one"


def test_a_repeat_gets_the_same_words_and_nothing_runs_twice() -> None:
    chat = ScriptedChat(saying("one"))
    setting = Setting(chat)
    assert [setting.say(), setting.say(at=NOW + timedelta(seconds=5))] == ["one", "one"]
    assert len(chat.turns) == 1


def test_a_repeat_while_the_first_attempt_works_waits_and_then_says_nothing() -> None:
    setting = Setting(ScriptedChat(saying("one")))
    setting.store.claim("reader", _open(NOW), "salt", Door.MESSAGE)
    assert setting.say(at=NOW + timedelta(seconds=1)) == ""
    assert sum(setting.slept) == pytest.approx(2.5)


def test_an_answer_a_repeat_could_not_wait_for_is_left_as_a_notice() -> None:
    setting = Setting()

    def slow(turn: object) -> Answer:
        assert setting.say(at=NOW + timedelta(seconds=3)) == ""
        return Answer(TextReply("slow words"), Kind.FAQ)

    setting.conversation._chats = (ScriptedChat(slow),)
    assert setting.say() == ""
    assert [n.text for n in setting.store.rows["reader"].notices] == ["slow words"]
    assert [what for what, _ in setting.queue.nudges] == ["notice"]


def test_a_repeat_takes_over_once_the_lease_has_run_out() -> None:
    setting = Setting(ScriptedChat(saying("one")))
    setting.store.claim("reader", _open(NOW), "salt", Door.MESSAGE)
    assert setting.say(at=NOW + timedelta(seconds=5)) == "one"


def test_a_broken_chat_still_gives_the_reader_an_honest_answer() -> None:
    def broken(turn: object) -> Answer:
        raise ValueError("secret words of a reader")

    setting = Setting(ScriptedChat(broken))
    assert setting.say() == texts.BUSY.hans
    assert setting.store.ledger["m1"].end is End.REFUSED


def test_busy_storage_inside_a_chat_is_tried_once_more() -> None:
    answers = iter([TryLater("busy"), None])

    def flaky(turn: object) -> Answer:
        problem = next(answers)
        if problem:
            raise problem
        return Answer(TextReply("ok"), Kind.FAQ)

    assert Setting(ScriptedChat(flaky)).say() == "ok"


def test_an_open_dialogue_is_asked_first() -> None:
    dialogue = Dialogue("second", "step", NOW + timedelta(minutes=5))
    first = ScriptedChat(saying("one"), "first")
    second = ScriptedChat(saying("two", dialogue=dialogue), "second")
    setting = Setting(ScriptedChat(lambda turn: None), second, first)
    setting.say(key="m1")
    assert setting.say(key="m2") == "two"


def test_who_lets_an_open_dialogue_go_is_not_asked_again() -> None:
    open_one = Dialogue("second", "step", NOW + timedelta(minutes=5))
    answers = iter([Answer(TextReply("two"), Kind.FAQ, dialogue=open_one), None])
    second = ScriptedChat(lambda turn: next(answers), "second")
    setting = Setting(second, ScriptedChat(saying("last"), "last"))
    assert setting.say() == "two"
    assert setting.say(key="m2") == "last"
    assert len(second.turns) == 2


def test_a_dialogue_that_ran_out_is_forgotten() -> None:
    dialogue = Dialogue("scripted", "step", NOW + timedelta(minutes=5))
    chat = ScriptedChat(saying("one", dialogue=dialogue))
    setting = Setting(chat)
    setting.say(key="m1")
    setting.say(key="m2", at=NOW + timedelta(minutes=6))
    assert chat.turns[1].dialogue is None


def test_a_message_in_between_does_not_lose_the_first_answer() -> None:
    setting = Setting()
    nested: list[str] = []

    def chat(turn: object) -> Answer:
        if not nested:
            nested.append("started")
            nested.append(setting.say(key="m2"))
        return Answer(TextReply("fine"), Kind.FAQ)

    setting.conversation._chats = (ScriptedChat(chat),)
    assert setting.say(key="m1") == "fine"
    assert set(setting.store.ledger) == {"m1", "m2"}


def test_slow_work_is_tried_once_and_finished_from_the_queue() -> None:
    holding = Answer(TextReply("wait"), Kind.FAQ)
    job = ScriptedJob(busy=1)
    setting = Setting(ScriptedChat(lambda turn: Later("job", {"n": "1"}, holding)), job=job)
    assert setting.say() == "wait"
    assert setting.store.ledger["m1"].end is End.OWED
    assert setting.queue.nudges == [("work", {"day": "2026-11-21", "key": "m1"})]


def test_work_done_in_time_needs_no_queue() -> None:
    done = Answer(TextReply("done"), Kind.FAQ)
    setting = Setting(
        ScriptedChat(lambda turn: Later("job", {}, Answer(TextReply("wait"), Kind.FAQ))),
        job=ScriptedJob(done),
    )
    assert setting.say() == "done"
    assert setting.queue.nudges == []


def test_waiting_notices_ride_on_the_next_reply() -> None:
    setting = Setting(ScriptedChat(saying("one")))
    setting.say(key="m1")
    setting.store.add_notice("reader", Notice("n1", "your book is here", NOW))
    assert setting.say(key="m2").endswith("your book is here")
    assert setting.store.rows["reader"].notices == ()


def test_a_long_answer_can_be_read_on() -> None:
    setting = Setting(ScriptedChat(saying("书" * 1000)))
    said = setting.say()
    assert len(said.encode()) <= 2048
    assert setting.store.rows["reader"].dialogue is not None


def test_what_did_not_fit_follows_and_the_dialogue_stays_open() -> None:
    dialogue = Dialogue("scripted", "step", NOW + timedelta(minutes=5), {"page": "1"})
    setting = Setting(ReadOnChat(), ScriptedChat(saying("书" * 1000, dialogue=dialogue)))
    first = setting.say(key="m1").split("\n")[0]
    assert first + setting.say("继续", key="m2") == "书" * 1000
    assert setting.store.rows["reader"].dialogue == dialogue


def test_a_notice_too_long_for_the_reply_is_cut_and_can_be_read_on() -> None:
    setting = Setting(ReadOnChat(), ScriptedChat(saying("one" * 50)))
    setting.say(key="m1")
    setting.store.add_notice("reader", Notice("n1", "答" * 640, NOW))
    said = setting.say(key="m2")
    assert len(said.encode()) <= 2048
    assert (said + setting.say("继续", key="m3")).count("答") == 640
    assert setting.store.rows["reader"].notices == ()


def test_the_way_to_read_on_is_told_in_the_language_of_the_message() -> None:
    setting = Setting(ScriptedChat(saying("word " * 600)))
    assert setting.say("how do I renew my book").endswith(texts.MORE.en)


def test_a_message_finished_late_leaves_a_newer_dialogue_alone() -> None:
    dialogue = Dialogue("scripted", "step", NOW + timedelta(minutes=5))
    chat = ScriptedChat(saying("newer", dialogue=dialogue))
    setting = Setting(chat)
    setting.store.claim("reader", _open(NOW), "salt", Door.MESSAGE)
    setting.say(key="m2", at=NOW + timedelta(seconds=9))
    taken = replace(_open(NOW + timedelta(seconds=30)), attempt="sweeper")
    claimed = setting.store.claim("reader", taken, "", Door.NONE)
    chat.say = saying("late")
    setting.conversation.finish_late(a_text(), claimed, NOW)  # type: ignore[arg-type]
    assert chat.turns[-1].dialogue is None
    assert setting.store.rows["reader"].dialogue == dialogue


def test_an_identity_number_is_hidden_from_chats_and_storage() -> None:
    chat = ScriptedChat(saying("one"))
    setting = Setting(chat)
    said = setting.say("我的身份证是11010519491231002X")
    assert "11010519491231002X" not in chat.turns[0].said
    assert said.startswith("⚠️")


def test_a_finished_message_left_late_becomes_a_notice() -> None:
    setting = Setting(ScriptedChat(saying("late words")))
    claimed = setting.store.claim("reader", _open(NOW), "salt", Door.MESSAGE)
    setting.conversation.finish_late(a_text(), claimed, NOW)  # type: ignore[arg-type]
    assert [n.text for n in setting.store.rows["reader"].notices] == ["late words"]
    assert setting.queue.nudges == [("notice", {"shard": shard_of("reader")})]


def test_a_forgotten_reader_gets_no_reply_to_an_old_attempt() -> None:
    setting = Setting()

    def forgets(turn: object) -> Answer:
        setting.store.rows.clear()
        return Answer(TextReply("x"), Kind.FAQ)

    setting.conversation._chats = (ScriptedChat(forgets),)
    assert isinstance(setting.conversation.answer(a_text(), Door.MESSAGE, NOW), NoReply)


def _open(at: datetime) -> OpenMessage:
    return OpenMessage("m1", "other", at + LEASE, at, b"")
