"""Menus within WeChat's limits."""

from typing import Any

import pytest

from chalicelib.library.fields import Unreadable
from chalicelib.library.menu import keys, parse_menu, wechat_menu

MENU = {
    "buttons": [
        {"name": "我的证", "buttons": [{"name": "绑定", "key": "faq:bind-wechat"}]},
        {"name": "官网", "url": "https://www.lib.example"},
        {"name": "帮助", "key": "cmd:帮助"},
    ]
}


def test_a_menu_becomes_what_wechat_takes() -> None:
    assert wechat_menu(parse_menu(MENU)) == {
        "button": [
            {
                "name": "我的证",
                "sub_button": [{"name": "绑定", "type": "click", "key": "faq:bind-wechat"}],
            },
            {"name": "官网", "type": "view", "url": "https://www.lib.example"},
            {"name": "帮助", "type": "click", "key": "cmd:帮助"},
        ]
    }


def test_all_keys_of_a_menu_are_listed() -> None:
    assert list(keys(parse_menu(MENU))) == ["faq:bind-wechat", "cmd:帮助"]


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"name": "一二三四五六", "key": "text:a"}, "太长"),
        ({"name": "按钮"}, "只能选一样"),
        ({"name": "按钮", "key": "text:a", "url": "https://a.example"}, "只能选一样"),
        ({"name": "按钮", "key": "a"}, "应以 faq:"),
        ({"name": "按钮", "url": "javascript:1"}, "不是网址"),
        ({"name": "按钮", "buttons": [{"name": "x", "key": "text:a"}] * 6}, "最多 5 个"),
        ({"key": "text:a"}, "缺少这一项"),
    ],
)
def test_a_wrong_button_is_explained(button: dict[str, Any], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        parse_menu({"buttons": [button]})


def test_a_fourth_button_is_refused() -> None:
    with pytest.raises(Unreadable, match="最多 3 个"):
        parse_menu([{"name": "按钮", "key": "text:a"}] * 4)
