"""The platform's return codes (wechat.md §2.2, §5, §6) and the words that come with them."""

import secrets
from typing import Any

MEANING = {
    -1: "system error",
    0: "ok",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button count",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button count",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40035: "invalid parameter",
    40029: "invalid code",
    40037: "invalid template_id",
    40053: "invalid action info",
    40066: "invalid url",
    40125: "invalid appsecret",
    40163: "code been used",
    40164: "invalid ip",
    40201: "url not set",
    40202: "invalid action",
    40203: "invalid check_operator",
    40200: "invalid message type for this account",
    41001: "access_token missing",
    41005: "media data missing",
    41006: "media_id missing",
    41008: "missing code",
    42001: "access_token expired",
    43002: "require POST method",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45067: "client_msg_id is too long",
    45072: "command is invalid",
    45080: "no interaction in the last 30 seconds",
    45081: "the typing sign is already shown",
    45098: "menu list is too long",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid",
    48001: "api unauthorized",
    65301: "no such conditional menu",
    65303: "there is no default menu",
    65320: "a conditional menu is matched by tag only",
    76021: "cgi_path not found, please check",
    48006: "forbid to clear quota because of reaching the limit",
}


class ApiError(Exception):
    """A refusal in the platform's own form."""

    def __init__(self, errcode: int, hint: str = "") -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.hint = hint

    def told(self) -> dict[str, Any]:
        words = f"{MEANING.get(self.errcode, 'error')} {self.hint}".strip()
        return {"errcode": self.errcode, "errmsg": f"{words} rid: {secrets.token_hex(10)}"}


OK: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
