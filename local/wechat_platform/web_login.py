"""The pages and the call of web login: /connect/oauth2/authorize, /sns/oauth2/access_token.

Whose phone opens the page is told by a cookie that the phone page sets when a link is tapped.
"""

import secrets
from html import escape
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from local.wechat_platform.config import AccountKind
from local.wechat_platform.faults import FaultKind
from local.wechat_platform.http import NotFound, Request, Response
from local.wechat_platform.platform import Platform
from local.wechat_platform.readers import Reader, openid_for

AUTHORIZE = "/connect/oauth2/authorize"
EXCHANGE = "/sns/oauth2/access_token"
PHONE = "box_phone"
MOST_STATE = 128
ERRORS = {
    10003: "redirect_uri域名与后台配置不一致",
    10005: "该公众号没有这些scope的权限",
    10010: "scope不能为空",
    10011: "redirect_uri不能为空",
    10012: "appid不能为空",
    10013: "state不能为空",
}
"""Shown to the reader; nothing goes back to the account."""
NEEDED = {"appid": 10012, "redirect_uri": 10011, "scope": 10010, "state": 10013}


class LoginPage:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def answer(self, request: Request) -> Response:
        refused = self._refusal(request)
        if refused:
            return _shown(f"<h1>{ERRORS[refused]}</h1><p>错误码：{refused}</p>")
        reader = self._reader(request)
        if reader is None:
            return _shown(_whose(request, self._platform.readers.all()))
        code = self._code(reader)
        back = _with(request.query["redirect_uri"], code, request.query["state"])
        return Response(b"", "text/plain", status=302, headers={"Location": back})

    def _code(self, reader: Reader) -> str:
        """A page that opens as a snapshot gets another made-up openid each time."""
        is_snapshot = self._platform.faults.take(FaultKind.SNAPSHOT_PAGE) is not None
        made_up = openid_for(self._platform.config.app_id, f"snapshot {secrets.token_hex(8)}")
        openid = made_up if is_snapshot else reader.openid
        return self._platform.logins.code_for(openid, is_snapshot=is_snapshot)

    def _refusal(self, request: Request) -> int:
        missing = [code for name, code in NEEDED.items() if not request.query.get(name)]
        if missing:
            return missing[0]
        config, asked = self._platform.config, request.query
        may = (
            config.account_kind is AccountKind.VERIFIED_SERVICE and asked["scope"] == "snsapi_base"
        )
        if asked["appid"] != config.app_id or not may:
            return 10005
        if not asked["state"].isalnum() or len(asked["state"]) > MOST_STATE:
            return 10013
        is_ours = (
            config.login_domain and urlsplit(asked["redirect_uri"]).netloc == config.login_domain
        )
        return 0 if is_ours else 10003

    def _reader(self, request: Request) -> Reader | None:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
        named = cookies[PHONE].value if PHONE in cookies else request.query.get(PHONE, "")
        try:
            return self._platform.readers.get(named)
        except NotFound:
            return None


def _with(address: str, code: str, state: str) -> str:
    parts = urlsplit(address)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("code", code), ("state", state)]
    return urlunsplit(parts._replace(query=urlencode(query), fragment=""))


def _whose(request: Request, readers: list[Reader]) -> str:
    """The real page says no more than the first line; in the box one may say whose phone it is."""
    asked = urlencode(dict(request.query))
    lines = "".join(
        f'<li><a href="?{escape(asked)}&amp;{PHONE}={quote(one.id)}">{escape(one.name)}</a></li>'
        for one in readers
    )
    return f"<h1>请在微信客户端打开链接</h1><p>这是谁的手机？</p><ul>{lines}</ul>"


def _shown(body: str) -> Response:
    page = f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>微信</title>{body}'
    headers = {"Content-Security-Policy": "default-src 'none'"}
    return Response(page.encode(), "text/html; charset=utf-8", headers=headers)
