"""The account's menu: at most three buttons with at most five below each.

Limits from WeChat's page on creating menus: a top name 16 bytes, a lower one 60, a key 128, an
address 1,024.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.library.fields import Fields
from chalicelib.texts import menu as texts

KEY_KINDS = ("faq:", "text:", "cmd:")


@dataclass(frozen=True)
class Button:
    """Sends `key` when tapped, opens `url`, or unfolds `buttons`: exactly one of them."""

    name: str
    key: str = ""
    url: str = ""
    buttons: tuple["Button", ...] = ()


Menu = tuple[Button, ...]


def parse_menu(held: Any) -> Menu:
    """From plain values: `buttons`, each with name and key, url or buttons. Raises Unreadable."""
    top = Fields(held if isinstance(held, dict) else {"buttons": held})
    buttons = tuple(_button(one, name_bytes=16, may_unfold=True) for one in top.items("buttons"))
    if len(buttons) > 3:
        top.wrong("buttons", texts.TOO_MANY, limit=3)
    top.done()
    return buttons


def _button(one: Fields, name_bytes: int, may_unfold: bool) -> Button:
    name = one.text("name", required=True)
    if len(name.encode()) > name_bytes:
        one.wrong("name", texts.NAME_TOO_LONG, value=name, limit=name_bytes // 3)
    below = tuple(_button(inner, 60, may_unfold=False) for inner in one.items("buttons"))
    key, url = one.text("key"), one.text("url")
    if len([given for given in (key, url, below) if given]) != 1 or (below and not may_unfold):
        one.wrong("name", texts.ONE_PURPOSE, value=name)
    if len(below) > 5:
        one.wrong("buttons", texts.TOO_MANY, limit=5)
    if key and not (key.startswith(KEY_KINDS) and len(key.encode()) <= 128):
        one.wrong("key", texts.BAD_KEY, value=key)
    if url and not (url.startswith(("https://", "http://")) and len(url.encode()) <= 1024):
        one.wrong("url", texts.BAD_URL, value=url)
    return Button(name, key, url, below)


def keys(menu: Menu) -> Iterator[str]:
    """Every key a tap may send."""
    for button in menu:
        yield from keys(button.buttons)
        if button.key:
            yield button.key


def wechat_menu(menu: Menu) -> dict[str, Any]:
    """As WeChat's menu/create takes it."""
    return {"button": [_wechat_button(button) for button in menu]}


def _wechat_button(button: Button) -> dict[str, Any]:
    if button.buttons:
        return {"name": button.name, "sub_button": [_wechat_button(b) for b in button.buttons]}
    if button.url:
        return {"name": button.name, "type": "view", "url": button.url}
    return {"name": button.name, "type": "click", "key": button.key}
