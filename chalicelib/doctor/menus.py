"""Where two menus differ, as WeChat writes them."""

from collections.abc import Iterator, Mapping
from typing import Any

_TOLD = ("type", "key", "url", "appid", "pagepath", "media_id", "article_id", "value")


def differences(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """The names of buttons that are missing, strange or do something else; in another order too."""
    here, there = list(_flat(found.get("button", ()))), list(_flat(wanted.get("button", ())))
    if here == there:
        return []
    names = [one[0] for one in (*there, *here) if one not in here or one not in there]
    return list(dict.fromkeys(names)) or ["the order of buttons"]


def below(button: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Lower buttons: a list as the API takes them, or a `list` within, as another call tells."""
    held = button.get("sub_button") or []
    return list(held.get("list", [])) if isinstance(held, Mapping) else list(held)


def _flat(buttons: Any, under: str = "") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for button in buttons:
        lower = below(button)
        does = () if lower else tuple(str(button.get(name) or "") for name in _TOLD)
        yield str(button.get("name", "")), under, does
        yield from _flat(lower, str(button.get("name", "")))
