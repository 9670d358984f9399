"""The custom menu: its size rules and finding a button in it (wechat.md §6.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import Any

from local.wechat_platform.codes import ApiError
from local.wechat_platform.http import Json, NotFound

TOP_BUTTONS = range(1, 4)
MATCHED = frozenset({"tag_id", "client_platform_type"})
SUB_BUTTONS = range(1, 6)
TOP_NAME_BYTES = 16
SUB_NAME_BYTES = 60
KEY_BYTES = 128
URL_BYTES = 1024
KEYED = frozenset(
    {
        "click",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }
)
NEEDS = {
    "view": ("url",),
    "miniprogram": ("url", "appid", "pagepath"),
    "media_id": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
} | dict.fromkeys(KEYED, ("key",))


@dataclass(frozen=True)
class Codes:
    """Top and second level have their own return codes."""

    type: int
    name: int
    key: int
    url: int


TOP = Codes(type=40017, name=40018, key=40019, url=40020)
SUB = Codes(type=40024, name=40025, key=40026, url=40027)


class Menus:
    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count(430000001)
        self._menu: Json | None = None
        self._conditional: dict[str, Json] = {}
        self.menu_id = 0

    def publish(self, menu: Json) -> int:
        check(menu)
        with self._lock:
            self._menu = {"button": menu["button"]}
            self.menu_id = next(self._numbers)
            return self.menu_id

    def delete(self) -> None:
        with self._lock:
            self._menu = None
            self._conditional.clear()

    def add_conditional(self, menu: Json) -> str:
        """For readers with a tag; needs a menu for all the others."""
        check(menu)
        rule = menu.get("matchrule")
        if not isinstance(rule, dict) or not rule.get("tag_id") or set(rule) - MATCHED:
            raise ApiError(65320 if rule else 65303)
        with self._lock:
            if self._menu is None:
                raise ApiError(65303)
            number = str(next(self._numbers))
            self._conditional[number] = {
                "button": menu["button"],
                "matchrule": rule,
                "menuid": int(number),
            }
            return number

    def delete_conditional(self, number: str) -> None:
        with self._lock:
            if self._conditional.pop(number, None) is None:
                raise ApiError(65301)

    def conditional(self) -> list[Json]:
        """The newest first, as they are matched."""
        with self._lock:
            return list(reversed(self._conditional.values()))

    def current(self) -> Json | None:
        with self._lock:
            return self._menu

    def buttons(self) -> list[Json]:
        """Those that do something when tapped."""
        menu = self.current() or {"button": []}
        return [leaf for top in menu["button"] for leaf in _leaves(top)]

    def find(self, name: str) -> Json:
        """By key, else by name."""
        for field in ("key", "name"):
            for button in self.buttons():
                if button.get(field) == name:
                    return button
        known = [button.get("key") or button["name"] for button in self.buttons()]
        raise NotFound(f"no button {name!r} in the menu; there are {known}")


def check(menu: Json) -> None:
    """Raises ApiError with the code of the first broken rule."""
    tops = menu.get("button")
    if not isinstance(tops, list) or len(tops) not in TOP_BUTTONS:
        raise ApiError(40016)
    for top in tops:
        _check_top(top)


def _check_top(top: Any) -> None:
    _check_name(top, TOP_NAME_BYTES, TOP)
    subs = top.get("sub_button") or []
    if not subs:
        _check_action(top, TOP)
        return
    if not isinstance(subs, list) or len(subs) not in SUB_BUTTONS:
        raise ApiError(40023)
    for sub in subs:
        _check_name(sub, SUB_NAME_BYTES, SUB)
        _check_action(sub, SUB)


def _check_name(button: Any, most_bytes: int, codes: Codes) -> None:
    if not isinstance(button, dict):
        raise ApiError(47001)
    name = button.get("name")
    if not isinstance(name, str) or not 0 < len(name.encode()) <= most_bytes:
        raise ApiError(codes.name, f"hint: {name!r}")


def _check_action(button: Json, codes: Codes) -> None:
    needs = NEEDS.get(button.get("type", ""))
    if needs is None:
        raise ApiError(codes.type, f"hint: {button.get('type')!r}")
    _check_size(button, "key", KEY_BYTES, codes.key, is_needed="key" in needs)
    _check_size(button, "url", URL_BYTES, codes.url, is_needed="url" in needs)
    if not all(button.get(name) for name in needs):
        raise ApiError(40035, f"a {button['type']} button needs {needs}")


def _check_size(button: Json, name: str, most_bytes: int, code: int, *, is_needed: bool) -> None:
    value = button.get(name) or ""
    if not isinstance(value, str) or len(value.encode()) > most_bytes or (is_needed and not value):
        raise ApiError(code, f"hint: {name} of {button['name']!r}")


def _leaves(top: Json) -> Iterator[Json]:
    subs = top.get("sub_button") or []
    yield from subs or [top]
