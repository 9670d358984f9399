"""What the account's owner set up by hand: server mode, a menu and automatic replies.

Server mode switches the other two off, as on the real platform; they are kept and still told.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from local.wechat_platform.http import BadRequest, Json

OPEN = ("is_add_friend_reply_open", "is_autoreply_open")


class Console:
    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        self.is_server_mode = True
        self.menu: list[Json] = []
        self.replies: Json = {}

    def change(self, asked: Mapping[str, Any]) -> None:
        """`server_mode`, `menu` (a list of buttons), `replies` (as the API tells them)."""
        unknown = set(asked) - {"server_mode", "menu", "replies"}
        if unknown:
            raise BadRequest(f"the console has no {sorted(unknown)}")
        with self._lock:
            self.is_server_mode = bool(asked.get("server_mode", self.is_server_mode))
            self.menu = list(asked.get("menu", self.menu))
            self.replies = dict(asked.get("replies", self.replies))

    def told(self) -> Json:
        return {"server_mode": self.is_server_mode, "menu": self.menu, "replies": self.replies}

    def reply_to(self, push: Mapping[str, Any]) -> str:
        """The words set up for it: by keyword, else for any message; '' where there are none."""
        if push.get("Event") == "subscribe":
            return self._words("is_add_friend_reply_open", "add_friend_autoreply_info")
        if "Event" in push:
            return ""
        said = str(push.get("Content", ""))
        rules = (self.replies.get("keyword_autoreply_info") or {}).get("list") or ()
        fits = [rule for rule in rules if any(_fits(w, said) for w in rule["keyword_list_info"])]
        by_word = [one for rule in fits for one in rule["reply_list_info"] if _is_text(one)]
        if by_word and self.replies.get("is_autoreply_open"):
            return str(by_word[0]["content"])
        return self._words("is_autoreply_open", "message_default_autoreply_info")

    def _words(self, switch: str, name: str) -> str:
        reply = self.replies.get(name) or {}
        return str(reply["content"]) if self.replies.get(switch) and _is_text(reply) else ""

    def told_menu(self, made_by_api: Json | None) -> Json:
        """The menu in force, whoever made it; lower buttons stand in a `list` here."""
        buttons = made_by_api["button"] if made_by_api else self.menu
        is_open = bool(made_by_api) or (bool(buttons) and not self.is_server_mode)
        info = {"button": [_listed(one) for one in buttons]}
        return {"is_menu_open": int(is_open), "selfmenu_info": info}

    def told_replies(self) -> Json:
        """In server mode nothing of it is in force."""
        is_open = {name: int(bool(self.replies.get(name))) for name in OPEN}
        return self.replies | (dict.fromkeys(OPEN, 0) if self.is_server_mode else is_open)


def _fits(keyword: Json, said: str) -> bool:
    words = str(keyword["content"])
    return words == said if keyword.get("match_mode") == "equal" else words in said


def _is_text(reply: Json) -> bool:
    return reply.get("type") == "text"


def _listed(button: Json) -> Json:
    below = button.get("sub_button")
    return {**button, "sub_button": {"list": below}} if isinstance(below, list) else button
