"""What an account had before server mode switched it off: its menu and its automatic replies.

Source: WeChat's pages on `get_current_selfmenu_info` and `get_current_autoreply_info`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Keyword:
    """`exact`: the whole message; else anywhere in it."""

    words: str
    exact: bool


@dataclass(frozen=True)
class Said:
    """One reply; `content` is the words, or the id or address of what is no text."""

    kind: str
    content: str

    @property
    def is_text(self) -> bool:
        return self.kind == "text" and bool(self.content.strip())


@dataclass(frozen=True)
class Rule:
    name: str
    keywords: tuple[Keyword, ...]
    replies: tuple[Said, ...]


@dataclass(frozen=True)
class Before:
    """`menu` and `replies` are WeChat's own answers, whole, for nothing may be lost of them."""

    menu: Told
    replies: Told
    at: datetime

    @property
    def buttons(self) -> list[Told]:
        info = self.menu.get("selfmenu_info") or {}
        return list(info.get("button") or ())

    @property
    def menu_in_force(self) -> bool:
        return bool(self.menu.get("is_menu_open"))

    @property
    def on_following(self) -> Said | None:
        return _said(self.replies.get("add_friend_autoreply_info"))

    @property
    def by_default(self) -> Said | None:
        return _said(self.replies.get("message_default_autoreply_info"))

    def rules(self) -> Iterator[Rule]:
        held = self.replies.get("keyword_autoreply_info") or {}
        for one in held.get("list") or ():
            keywords = [_keyword(word) for word in one.get("keyword_list_info") or ()]
            replies = [_said(reply) for reply in one.get("reply_list_info") or ()]
            yield Rule(
                name=str(one.get("rule_name", "")),
                keywords=tuple(keyword for keyword in keywords if keyword.words),
                replies=tuple(said for said in replies if said),
            )

    def written(self) -> str:
        held = {"at": self.at.isoformat(), "menu": self.menu, "replies": self.replies}
        return json.dumps(held, ensure_ascii=False)


def before_from(written: str) -> Before:
    held = json.loads(written)
    return Before(held["menu"], held["replies"], datetime.fromisoformat(held["at"]))


def _said(held: Any) -> Said | None:
    if not isinstance(held, Mapping) or not held.get("type"):
        return None
    return Said(str(held["type"]), str(held.get("content", "")))


def _keyword(held: Told) -> Keyword:
    return Keyword(str(held.get("content", "")).strip(), held.get("match_mode") == "equal")
