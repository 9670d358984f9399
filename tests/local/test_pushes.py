"""What reaches the service, and what the reader sees of its answer (wechat.md §1)."""

import time
from collections.abc import Callable

import pytest

from tests.local.box import Box
from tests.local.standin import Raw, StandIn, echo, no_reply, text_reply

Start = Callable[..., Box]
FAILURE = "该公众号暂时无法提供服务，请稍后再试"


def outcomes(box: Box) -> list[str]:
    return [one["outcome"] for one in box.get("/_control/pushes")["pushes"]]


def test_the_address_is_verified_with_echostr(box: Box) -> None:
    assert box.control("verify")["verified"]


def test_an_address_that_does_not_echo_is_not_verified(start: Start) -> None:
    assert not start(webhook="http://127.0.0.1:9/").control("verify")["verified"]


def test_a_message_carries_all_common_fields(chatting: Box, service: StandIn) -> None:
    chatting.act("send", text="你好")
    names = ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId"]
    assert list(service.received[-1].fields) == names


def test_a_safe_push_shows_nothing_but_the_account(chatting: Box, service: StandIn) -> None:
    chatting.act("send", text="机密")
    assert "机密" not in service.received[-1].body
    assert {"msg_signature", "encrypt_type", "openid"} <= set(service.received[-1].query)


def test_a_compatible_push_has_both_forms(start: Start, service: StandIn) -> None:
    start(mode="compatible").act("follow")
    assert "<Event>" in service.received[0].body
    assert "<Encrypt>" in service.received[0].body


def test_a_plain_push_is_signed_only(start: Start, service: StandIn) -> None:
    service.is_sealing = False
    seen = start(mode="plain").act("follow")
    assert "<Encrypt>" not in service.received[0].body
    assert seen[-1]["source"] == "passive"


def test_a_plain_reply_is_refused_in_safe_mode(box: Box, service: StandIn) -> None:
    service.is_sealing = False
    assert box.replies("follow")[0]["kind"] == "failure"


def test_an_event_has_no_message_id(box: Box, service: StandIn) -> None:
    box.act("follow")
    assert "MsgId" not in service.received[0].fields


def test_two_messages_have_two_ids(chatting: Box, service: StandIn) -> None:
    chatting.act("send", text="a")
    chatting.act("send", text="a")
    first, second = (one.fields["MsgId"] for one in service.received[-2:])
    assert first != second


def test_equal_taps_differ_while_the_clock_stands(chatting: Box, service: StandIn) -> None:
    chatting.control("clock", frozen=True)
    chatting.act("tap", button="hours", stale=True)
    chatting.act("tap", button="hours", stale=True)
    first, second = (one.fields["CreateTime"] for one in service.received[-2:])
    assert first != second


def test_silence_is_tried_three_times_with_the_same_id(chatting: Box, service: StandIn) -> None:
    service.answering = lambda received: (time.sleep(0.5), Raw("success"))[1]
    chatting.act("send", text="快")
    ids = [one.fields["MsgId"] for one in service.received if one.fields.get("Content") == "快"]
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_attempts_are_the_gap_apart(start: Start) -> None:
    box = start(webhook="http://127.0.0.1:9/", retry_gap_s=0.2)
    started = time.monotonic()
    box.act("follow")
    assert 0.4 <= time.monotonic() - started < 1.0


def test_an_answer_on_the_second_attempt_is_shown(service: StandIn, start: Start) -> None:
    late = StandIn(echo, delays=(0.6,))
    seen = start(webhook=late.url).replies("follow")
    late.stop()
    assert [one["source"] for one in seen] == ["passive"]


def test_a_slow_answer_is_cut(start: Start, service: StandIn) -> None:
    box = start(attempts=1, reply_timeout_s=0.2)
    service.answering = lambda received: (time.sleep(0.4), echo(received))[1]
    box.act("follow")
    assert box.get("/_control/pushes")["pushes"][0]["reason"] == "cut: no answer in time"


def test_the_reader_sees_the_failure_line_when_all_attempts_fail(start: Start) -> None:
    failed = start(webhook="http://127.0.0.1:9/").replies("follow")
    assert [(one["kind"], one["text"]) for one in failed] == [("failure", FAILURE)]


def test_an_error_status_is_tried_again(chatting: Box, service: StandIn) -> None:
    service.answering = lambda received: Raw("oops", 500)
    chatting.act("send", text="x")
    assert outcomes(chatting)[1:] == ["failed"] * 3


@pytest.mark.parametrize("body", ['{"a":1}', "<xml>", "ok", "<xml></xml>"])
def test_a_malformed_reply_fails_at_once(chatting: Box, service: StandIn, body: str) -> None:
    service.answering = lambda received: Raw(body)
    assert chatting.replies("send", text="x")[0]["kind"] == "failure"
    assert outcomes(chatting)[1:] == ["malformed"]


@pytest.mark.parametrize("body", ["", "success", "success\n"])
def test_no_reply_shows_nothing(chatting: Box, service: StandIn, body: str) -> None:
    service.answering = lambda received: Raw(body)
    assert chatting.replies("send", text="x") == []


def test_leaving_shows_the_reader_no_failure(chatting: Box, service: StandIn) -> None:
    service.answering = lambda received: Raw("{}")
    assert chatting.replies("unfollow") == []


def test_too_many_failures_stop_the_pushing_for_a_minute(start: Start, service: StandIn) -> None:
    box = start(mark_fail_after=2)
    service.answering = lambda received: Raw("{}")
    box.act("follow")
    box.act("send", text="1")
    service.answering = echo
    assert box.replies("send", text="2")[0]["reason"] == "MarkFail"
    box.control("clock", advance_s=61)
    assert box.replies("send", text="3")[0]["text"] == "你说：3"


def test_a_success_starts_the_count_of_failures_again(start: Start, service: StandIn) -> None:
    box = start(mark_fail_after=2)
    service.answering = lambda received: Raw("{}")
    box.act("follow")
    service.answering = no_reply
    box.act("send", text="1")
    service.answering = lambda received: Raw("{}")
    box.act("send", text="2")
    assert not box.get("/_control/pushes")["mark_fail"]["is_closed"]


def test_a_drill_may_raise_the_number_of_failures(start: Start, service: StandIn) -> None:
    box = start(mark_fail_after=1)
    service.answering = lambda received: Raw("{}")
    box.act("follow")
    assert not box.control("mark_fail", after=1000)["is_closed"]
    assert box.replies("send", text="x")[0]["reason"] != "MarkFail"


def test_a_stranger_s_signature_is_noticed_by_the_service(chatting: Box, service: StandIn) -> None:
    chatting.control("faults", kind="wrong_signature", count=1)
    assert chatting.replies("send", text="x")[0]["text"] == "你说：x"
    assert service.refused == 1


def test_a_cut_line_brings_the_same_message_again(chatting: Box, service: StandIn) -> None:
    chatting.control("faults", kind="webhook_cut", count=1)
    chatting.act("send", text="再来")
    ids = {one.fields["MsgId"] for one in service.received if one.fields.get("Content") == "再来"}
    assert outcomes(chatting)[1:] == ["failed", "replied"]
    assert len(ids) == 1


def test_a_lost_reply_brings_the_same_message_again(chatting: Box) -> None:
    chatting.control("faults", kind="drop_reply", count=1)
    chatting.act("send", text="x")
    assert outcomes(chatting)[1:] == ["dropped", "replied"]


def test_a_torn_push_is_followed_by_a_whole_one(chatting: Box) -> None:
    chatting.control("faults", kind="torn_push", count=1)
    assert chatting.replies("send", text="x")[0]["text"] == "你说：x"


def test_the_log_shows_both_sides_decrypted(chatting: Box) -> None:
    chatting.act("send", text="你好")
    last = chatting.get("/_control/pushes")["pushes"][-1]
    assert "你好" in last["xml"]
    assert "你说：你好" in last["reply_xml"]


def test_a_text_is_shown_up_to_2048_bytes(chatting: Box, service: StandIn) -> None:
    service.answering = lambda received: text_reply(received, "a" * 2048)
    assert chatting.replies("send", text="x")[0]["kind"] == "text"
    service.answering = lambda received: text_reply(received, "a" * 2049)
    assert chatting.replies("send", text="x")[0]["kind"] == "failure"
