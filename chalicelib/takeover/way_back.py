"""The menu an account had, as the interface can publish it again; and how it reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.doctor.menus import below
from chalicelib.takeover.model import Before, Rule, Said

Button = Mapping[str, Any]
_KEPT = {
    "view": ("url",),
    "click": ("key",),
    "miniprogram": ("url", "appid", "pagepath"),
    "media_id": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
    **dict.fromkeys(
        (
            *("scancode_push", "scancode_waitmsg", "location_select"),
            *("pic_sysphoto", "pic_photo_or_album", "pic_weixin"),
        ),
        ("key",),
    ),
}


@dataclass(frozen=True)
class WayBack:
    """`lost`: names of buttons that only WeChat's console can make: text, picture, voice, video
    (what is told of the last three is gone after three days)."""

    menu: dict[str, list[dict[str, Any]]]
    lost: tuple[str, ...]


def way_back(before: Before) -> WayBack:
    lost: list[str] = []
    buttons = [_top(button, lost) for button in before.buttons]
    return WayBack({"button": [button for button in buttons if button]}, tuple(lost))


def _top(button: Button, lost: list[str]) -> dict[str, Any]:
    lower = below(button)
    if not lower:
        return _leaf(button, lost)
    kept = [made for one in lower if (made := _leaf(one, lost))]
    return {"name": button["name"], "sub_button": kept} if kept else {}


def _leaf(button: Button, lost: list[str]) -> dict[str, Any]:
    kind, name = str(button.get("type", "")), str(button.get("name", ""))
    if kind == "news" and button.get("value"):
        return {"name": name, "type": "media_id", "media_id": button["value"]}
    fields = _KEPT.get(kind, ())
    if not fields or not all(button.get(field) for field in fields):
        lost.append(name)
        return {}
    return {"name": name, "type": kind, **{field: button[field] for field in fields}}


def shown(before: Before) -> list[str]:
    """For a person to read, one line a button or a rule."""
    return [
        f"Menu ({_force(before.menu_in_force)}):",
        *(_buttons(before.buttons, "  ") or ["  none"]),
        f"On following ({_force(before.replies.get('is_add_friend_reply_open'))}): "
        + _reply(before.on_following),
        f"To any message ({_force(before.replies.get('is_autoreply_open'))}): "
        + _reply(before.by_default),
        "To keywords:",
        *([_rule(rule) for rule in before.rules()] or ["  none"]),
    ]


def _force(flag: object) -> str:
    return "in force" if flag else "not in force"


def _buttons(buttons: Sequence[Button], indent: str) -> list[str]:
    return list(_lines(buttons, indent))


def _lines(buttons: Sequence[Button], indent: str) -> Iterator[str]:
    for button in buttons:
        lower = below(button)
        does = "" if lower else f" -> {button.get('type', '?')} {_does(button)}"
        yield f"{indent}{button.get('name', '?')}{does}"
        yield from _lines(lower, f"{indent}  ")


def _does(button: Button) -> str:
    names = ("url", "key", "value", "media_id", "article_id")
    return next((str(button[name]) for name in names if button.get(name)), "")


def _rule(rule: Rule) -> str:
    words = ", ".join(f"{'=' if word.exact else '~'}{word.words}" for word in rule.keywords)
    return f"  {rule.name}: {words} -> {' | '.join(_reply(said) for said in rule.replies)}"


def _reply(said: Said | None) -> str:
    if said is None:
        return "none"
    return said.content if said.is_text else f"({said.kind})"
