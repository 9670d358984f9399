"""Windows, counts and the inbox (wechat.md 2.1)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.conversation.model import Door, Notice, NoticeState, Row, Windows
from chalicelib.conversation.notices import Notices, open_window
from chalicelib.conversation.reading import with_notices
from chalicelib.errors import GiveUp, NotAllowed, TryLater, Unheard
from chalicelib.texts import conversation as texts
from chalicelib.texts.words import Language
from chalicelib.wechat.outbound import TextReply
from tests.fakes import FakeConversations, SentMessages

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
NOTICE = Notice("n1", "words", NOW)


def delivered(windows: Windows, sends: SentMessages, may_send: bool = True) -> Row:
    store = FakeConversations()
    row = Row("reader", notices=(NOTICE,), windows=windows)
    store.rows["reader"] = row
    Notices(store, sends, may_send).deliver(row, NOTICE, NOW)
    return store.rows["reader"]


def test_a_message_opens_the_window_for_48_hours() -> None:
    assert open_window(Windows(NOW - timedelta(hours=47)), NOW) is Door.MESSAGE
    assert open_window(Windows(NOW - timedelta(hours=48)), NOW) is Door.NONE


def test_the_sixth_message_of_a_window_does_not_go_out() -> None:
    assert open_window(Windows(NOW, sent_since_message=5), NOW) is Door.NONE


def test_a_fresh_tap_opens_a_window_of_its_own_when_the_messages_is_used_up() -> None:
    used_up = Windows(NOW, NOW, sent_since_message=5)
    assert open_window(used_up, NOW) is Door.TAP


def test_a_tap_opens_the_window_for_a_minute_and_three_messages() -> None:
    tapped = Windows(last_tap=NOW - timedelta(seconds=59))
    assert open_window(tapped, NOW) is Door.TAP
    assert open_window(replace(tapped, sent_since_tap=3), NOW) is Door.NONE


def test_a_notice_is_sent_and_gone_while_the_window_is_open() -> None:
    sends = SentMessages()
    row = delivered(Windows(NOW), sends)
    assert sends.sent == [("reader", "words")]
    assert row.notices == ()


def test_a_notice_waits_for_the_reader_when_no_window_is_open() -> None:
    sends = SentMessages()
    row = delivered(Windows(), sends)
    assert sends.sent == []
    assert row.notices[0].state is NoticeState.PARKED


def test_an_account_without_the_ability_parks_every_notice() -> None:
    sends = SentMessages()
    delivered(Windows(NOW), sends, may_send=False)
    assert sends.sent == []


def test_a_notice_the_platform_takes_another_time_is_still_to_be_sent_and_costs_nothing() -> None:
    store = FakeConversations()
    row = Row("reader", notices=(NOTICE,), windows=Windows(NOW))
    store.rows["reader"] = row
    with pytest.raises(TryLater):
        Notices(store, SentMessages(fails=TryLater("-1")), may_send=True).deliver(row, NOTICE, NOW)
    kept = store.rows["reader"]
    assert kept.notices[0].state is NoticeState.WAITING
    assert kept.windows.sent_since_message == 0


def test_a_notice_that_was_perhaps_sent_is_not_sent_again_but_rides_as_such() -> None:
    row = delivered(Windows(NOW), SentMessages(fails=Unheard("cut")))
    assert row.notices[0].state is NoticeState.UNSURE
    assert row.windows.sent_since_message == 1
    reply, told = with_notices(TextReply("hello"), row, Language.SIMPLIFIED)
    assert isinstance(reply, TextReply)
    assert texts.NOTICE_AGAIN.hans in reply.content
    assert told == ("n1",)


@pytest.mark.parametrize("problem", [NotAllowed("45015"), GiveUp("40003")])
def test_a_refused_notice_rides_on_the_next_reply(problem: Exception) -> None:
    row = delivered(Windows(NOW), SentMessages(fails=problem))
    assert row.notices[0].state is NoticeState.PARKED


def test_a_long_notice_goes_in_parts_that_the_platform_takes() -> None:
    store, sends = FakeConversations(), SentMessages()
    long = "\n".join(f"{n}. 《平凡的世界》还有 5 天到期" for n in range(100))
    notice = Notice("n1", long, NOW)
    row = Row("reader", notices=(notice,), windows=Windows(NOW))
    store.rows["reader"] = row
    Notices(store, sends, True).deliver(row, notice, NOW)
    assert len(sends.sent) == 3
    assert max(len(text.encode()) for _, text in sends.sent) <= 2048
    assert "\n".join(text for _, text in sends.sent) == long
    assert store.rows["reader"].notices == ()


def test_what_no_window_takes_of_a_long_notice_waits_for_the_reader() -> None:
    store, sends = FakeConversations(), SentMessages()
    notice = Notice("n1", "\n".join(["《平凡的世界》还有 5 天到期"] * 100), NOW)
    row = Row("reader", notices=(notice,), windows=Windows(NOW, sent_since_message=4))
    store.rows["reader"] = row
    Notices(store, sends, True).deliver(row, notice, NOW)
    (left,) = store.rows["reader"].notices
    assert len(sends.sent) == 1
    assert left.state is NoticeState.PARKED
    assert f"{sends.sent[0][1]}\n{left.text}" == notice.text
