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
