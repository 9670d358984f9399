"""Which message wants an answer, and how long WeChat then lets us write by ourselves."""

import pytest

from chalicelib.conversation.model import Door
from chalicelib.wechat.doors import door_of, wants_answer
from chalicelib.wechat.event_parsing import EVENTS
from chalicelib.wechat.parsing import parse
from tests.factories_wechat import a_message, an_event

PLACE = {"Location_X": "1", "Location_Y": "2"}
ANSWERED_EVENTS = {"click", "scancode_push", "scancode_waitmsg", "subscribe", "scan"}


@pytest.mark.parametrize(
    "kind", ["text", "image", "voice", "video", "shortvideo", "location", "link", "file"]
)
def test_whatever_a_reader_sends_is_answered_and_opens_two_days(kind: str) -> None:
    message = parse(a_message(kind, **PLACE))
    assert (wants_answer(message), door_of(message)) == (True, Door.MESSAGE)


@pytest.mark.parametrize("event", sorted(ANSWERED_EVENTS))
def test_a_tap_a_follow_and_a_scan_are_answered_and_open_a_minute(event: str) -> None:
    message = parse(an_event(event, EventKey="x"))
    assert (wants_answer(message), door_of(message)) == (True, Door.TAP)


@pytest.mark.parametrize("event", sorted(set(EVENTS) - ANSWERED_EVENTS))
def test_all_other_events_are_taken_note_of_in_silence(event: str) -> None:
    message = parse(an_event(event, OpenID="oSomebody"))
    assert (wants_answer(message), door_of(message)) == (False, Door.NONE)


@pytest.mark.parametrize("choice", ["101", "0"])
def test_a_tapped_message_menu_is_a_tap_though_it_comes_as_a_text(choice: str) -> None:
    message = parse(a_message(Content="满意", bizmsgmenuid=choice))
    assert (wants_answer(message), door_of(message)) == (True, Door.TAP)


def test_a_kind_of_message_nobody_knows_is_answered_but_opens_nothing() -> None:
    message = parse(a_message("hologram"))
    assert (wants_answer(message), door_of(message)) == (True, Door.NONE)


def test_an_event_nobody_knows_is_taken_note_of_in_silence() -> None:
    assert not wants_answer(parse(an_event("hologram")))
