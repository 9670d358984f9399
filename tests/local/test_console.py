"""What the account's owner set up by hand, and what is left of it in server mode."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.local.box import Box
from tests.local.test_api import Caller

MENU = [{"name": "服务", "sub_button": [{"type": "view", "name": "官网", "url": "https://a.cn/"}]}]
REPLIES = {"is_autoreply_open": 1, "message_default_autoreply_info": {"type": "text"}}


@pytest.fixture
def caller(start: Callable[..., Box]) -> Caller:
    caller = Caller(start(account_kind="unverified"))
    caller.box.control("console", server_mode=False, menu=MENU, replies=REPLIES)
    return caller


def test_a_menu_made_by_hand_is_told_though_the_api_did_not_make_it(caller: Caller) -> None:
    told = caller.get("get_current_selfmenu_info")
    assert told["is_menu_open"] == 1
    below = {"list": [{"type": "view", "name": "官网", "url": "https://a.cn/"}]}
    assert told["selfmenu_info"] == {"button": [{"name": "服务", "sub_button": below}]}


def test_automatic_replies_are_told(caller: Caller) -> None:
    told = caller.get("get_current_autoreply_info")
    assert (told["is_autoreply_open"], told["message_default_autoreply_info"]["type"]) == (
        1,
        "text",
    )


def test_server_mode_switches_both_off(caller: Caller) -> None:
    caller.box.control("console", server_mode=True)
    assert caller.get("get_current_selfmenu_info")["is_menu_open"] == 0
    assert caller.get("get_current_autoreply_info")["is_autoreply_open"] == 0


@pytest.mark.parametrize(
    ("server_mode", "asked", "code"),
    [
        (True, {"action": "all", "check_operator": "DEFAULT"}, 0),
        (False, {"action": "all", "check_operator": "DEFAULT"}, 40201),
        (True, {"action": "look", "check_operator": "DEFAULT"}, 40202),
        (True, {"action": "dns", "check_operator": "nobody"}, 40203),
    ],
)
def test_the_address_is_checked_where_one_is_set(
    caller: Caller, server_mode: bool, asked: dict[str, Any], code: int
) -> None:
    caller.box.control("console", server_mode=server_mode)
    assert caller.post("callback/check", **asked).get("errcode", 0) == code


def test_what_the_console_does_not_have_is_refused(caller: Caller) -> None:
    assert "colour" in caller.box.control("console", colour="red")["error"]


BY_HAND = {
    "is_add_friend_reply_open": 1,
    "is_autoreply_open": 1,
    "add_friend_autoreply_info": {"type": "text", "content": "欢迎"},
    "message_default_autoreply_info": {"type": "text", "content": "稍后回复"},
    "keyword_autoreply_info": {
        "list": [
            {
                "rule_name": "hours",
                "keyword_list_info": [
                    {"type": "text", "match_mode": "equal", "content": "开馆"},
                    {"type": "text", "match_mode": "contain", "content": "几点"},
                ],
                "reply_list_info": [
                    {"type": "img", "content": "m"},
                    {"type": "text", "content": "9:00"},
                ],
            }
        ]
    },
}


@pytest.mark.parametrize(
    ("said", "heard"),
    [("开馆", "9:00"), ("今天几点开门", "9:00"), ("开馆吗", "稍后回复")],
)
def test_without_server_mode_the_replies_made_by_hand_are_given_and_nothing_is_pushed(
    start: Callable[..., Box], service: Any, said: str, heard: str
) -> None:
    box = start()
    box.act("follow")
    pushed = len(service.received)
    box.control("console", server_mode=False, replies=BY_HAND)
    seen = box.act("send", text=said)
    assert [one["text"] for one in seen if one["source"] == "by_hand"] == [heard]
    assert len(service.received) == pushed


def test_a_new_follower_hears_the_welcome_made_by_hand(start: Callable[..., Box]) -> None:
    box = start()
    box.control("console", server_mode=False, replies=BY_HAND)
    assert [one["text"] for one in box.act("follow") if one["source"] == "by_hand"] == ["欢迎"]
