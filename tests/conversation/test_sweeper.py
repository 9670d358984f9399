"""What was left behind is found and ended, and one bad row never hurts the next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from chalicelib.conversation import codec
from chalicelib.conversation.mask import hide_secrets
from chalicelib.conversation.model import (
    LEASE,
    Claimed,
    Door,
    LedgerEntry,
    Notice,
    NoticeState,
    OpenMessage,
    Row,
    Windows,
    pause,
)
from chalicelib.conversation.notices import Notices
from chalicelib.conversation.sweeper import Sweeper
from chalicelib.dialogue import Answer, End, Kind
from chalicelib.errors import GiveUp, NotYet, TryLater
from chalicelib.texts import conversation as texts
from chalicelib.wechat.inbound import Inbound, Text
from chalicelib.wechat.outbound import TextReply
from tests.fakes import FakeConversations, FakeLedger, ScriptedJob, SentMessages

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
OWED = LedgerEntry(
    "2026-11-21", "m1", "pseudonym", "Text", End.OWED, None, NOW, NOW, job="job", openid="reader"
)


class Finished:
    def __init__(self) -> None:
        self.seen: list[Inbound] = []

    def finish_late(self, message: Inbound, claimed: Claimed, now: datetime) -> None:
        self.seen.append(message)


class Setting:
    def __init__(self, job: ScriptedJob | None = None) -> None:
        self.rows = FakeConversations()
        self.ledger = FakeLedger(rows=self.rows)
        self.finished = Finished()
        self.sent = SentMessages()
        numbers = count()
        self.sweeper = Sweeper(
            self.rows,
            self.ledger,
            self.finished,
            Notices(self.rows, self.sent, may_send=True),
            {"job": job or ScriptedJob()},
            lambda: f"id{next(numbers)}",
        )

    def leave(self, reader: str, body: bytes) -> None:
        self.rows.claim(
            reader, OpenMessage("m1", "dead", NOW + LEASE, NOW, body), "salt", Door.MESSAGE
        )


def a_text(reader: str = "reader") -> Text:
    return Text("m1", reader, "account", NOW, "您好")


def test_a_message_nobody_finished_is_finished() -> None:
    setting = Setting()
    setting.leave("reader", codec.pack(a_text(), hide_secrets))
    setting.sweeper.sweep(LATER)
    assert setting.finished.seen == [a_text()]


def test_a_message_wechat_may_still_repeat_is_left_alone() -> None:
    setting = Setting()
    setting.leave("reader", codec.pack(a_text(), hide_secrets))
    setting.sweeper.sweep(NOW + timedelta(seconds=15))
    assert setting.finished.seen == []


def test_a_row_that_cannot_be_read_does_not_hurt_the_next() -> None:
    setting = Setting()
    setting.leave("broken", b"no such thing")
    setting.leave("reader", codec.pack(a_text(), hide_secrets))
    setting.sweeper.sweep(LATER)
    assert setting.finished.seen == [a_text()]


def test_rows_that_fail_are_put_off_and_keep_nobody_waiting() -> None:
    setting = Setting()
    broken = [f"broken{n}" for n in range(300)]
    _ = [setting.leave(reader, b"no such thing") for reader in broken]
    setting.leave("reader", codec.pack(a_text(), hide_secrets))
    setting.sweeper.sweep(LATER)
    assert setting.finished.seen == []
    setting.sweeper.sweep(LATER + timedelta(seconds=1))
    assert setting.finished.seen == [a_text()]


def test_what_goes_on_failing_waits_longer_each_time_but_comes_back() -> None:
    assert [pause(n).total_seconds() for n in (1, 2, 3, 20)] == [5, 10, 20, 600]
    setting = Setting()
    setting.leave("broken", b"no such thing")
    setting.sweeper.sweep(LATER)
    assert setting.rows.open_rows(0, LATER + timedelta(seconds=5)) == []
    assert setting.rows.open_rows(0, LATER + timedelta(seconds=6)) == ["broken"]


def test_who_waits_for_others_is_not_put_off_and_those_behind_are_not_asked() -> None:
    job = ScriptedJob(fails=NotYet("others come first"))
    setting = Setting(job)
    first = replace(OWED, key="m1", facts={"place": "1"})
    setting.ledger.owing = [replace(OWED, key="m2", facts={"place": "2"}), first]
    setting.sweeper.sweep(LATER)
    assert job.runs == [{"place": "1"}]
    assert all(entry.due is None for entry in setting.ledger.owing)


def test_a_nudge_out_of_turn_is_left_to_the_sweeper() -> None:
    setting = Setting(ScriptedJob(fails=NotYet("others come first")))
    setting.ledger.owing = [OWED]
    setting.sweeper.nudged("work", {"day": OWED.day, "key": OWED.key}, LATER)
    assert setting.ledger.owing == [OWED]


def test_owed_work_that_fails_is_put_off() -> None:
    setting = Setting(ScriptedJob(fails=TryLater("busy")))
    setting.ledger.owing = [OWED]
    setting.sweeper.sweep(LATER)
    assert setting.ledger.owing[0].due == LATER + timedelta(seconds=5)
    assert setting.sweeper.sweep(LATER + timedelta(seconds=1)) == 0


def test_a_notice_refused_for_now_goes_out_in_a_later_round() -> None:
    setting = Setting()
    setting.rows.rows["reader"] = Row(
        "reader", notices=(Notice("n1", "words", NOW),), windows=Windows(NOW)
    )
    setting.sent.fails = TryLater("-1")
    setting.sweeper.sweep(LATER)
    setting.sent.fails = None
    setting.sweeper.sweep(LATER + timedelta(seconds=6))
    assert setting.sent.sent == [("reader", "words")]


def test_work_done_is_settled_and_told() -> None:
    setting = Setting(ScriptedJob(Answer(TextReply("done"), Kind.FAQ)))
    setting.rows.rows["reader"] = Row("reader")
    setting.ledger.owing = [OWED]
    setting.sweeper.sweep(LATER)
    assert setting.ledger.settled == {"m1": End.ANSWERED}
    assert [n.text for n in setting.rows.rows["reader"].notices] == ["done"]


def test_work_that_will_never_be_done_ends_as_refused_and_the_reader_hears_so() -> None:
    setting = Setting(ScriptedJob(fails=GiveUp("gone")))
    setting.rows.rows["reader"] = Row("reader")
    setting.ledger.owing = [OWED]
    setting.sweeper.sweep(LATER)
    assert setting.ledger.settled == {"m1": End.REFUSED}
    assert [n.text for n in setting.rows.rows["reader"].notices] == [texts.BUSY.hans]


def test_work_that_must_wait_stays_owed() -> None:
    setting = Setting(ScriptedJob(fails=TryLater("busy")))
    setting.ledger.owing = [OWED]
    setting.sweeper.sweep(LATER)
    assert setting.ledger.settled == {}


@pytest.mark.parametrize(
    ("state", "after"),
    [(NoticeState.WAITING, None), (NoticeState.SENDING, NoticeState.UNSURE)],
)
def test_a_waiting_notice_is_sent_and_one_of_unknown_fate_waits_for_the_reader(
    state: NoticeState, after: NoticeState | None
) -> None:
    setting = Setting()
    notice = Notice("n1", "words", NOW, state)
    setting.rows.rows["reader"] = Row("reader", notices=(notice,), windows=Windows(NOW))
    setting.sweeper.sweep(LATER)
    left = [n.state for n in setting.rows.rows["reader"].notices]
    assert left == [s for s in (after,) if s]
