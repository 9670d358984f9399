"""The platform's server API: wechatpy's client with its traps closed. (loaded on demand)

wechatpy alone waits for ever, repeats a refused token without end, resends an upload empty, keeps
a token for each instance and hands out exceptions that hold secrets. Every call, also those made
through its groups (`client.tag`, `client.template`, ...), passes through `_request` here instead.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from wechatpy import WeChatClient

from chalicelib.clock import Clock
from chalicelib.errors import GiveUp, Misconfigured, NotFound, TryLater, Unheard
from chalicelib.feedback.media import Media
from chalicelib.logs import fields, logger
from chalicelib.wechat import codes
from chalicelib.wechat.access_token import AccessToken, TokenStore
from chalicelib.wechat.calls import Ask, Calls, Told
from chalicelib.wechat.markup import scrub
from chalicelib.wechat.outbound import Article
from chalicelib.wechat.patience import Patience, for_seconds, until
from chalicelib.wechat.platform_model import (
    Follower,
    Followers,
    Menu,
    PrivateTemplate,
    QrCode,
    Quota,
    Visitor,
)

log = logger("wechat_api")
_HOST = "https://api.weixin.qq.com/"
_BASE = "cgi-bin/"
MAX_QR_S = 2_592_000
FOLLOWERS_A_PAGE = 10_000
LOGIN_S = 4.0
"""A reader looks at an empty page meanwhile."""


class WeChatApi(WeChatClient):  # type: ignore[misc]  # wechatpy is untyped
    """Raises the errors of `codes`; no message, argument or cause of theirs holds a secret.

    What is sent to or fetched for one reader raises TryLater where only our own set-up is wrong:
    it is worth another try once somebody has put it right. Sending raises no NotFound.
    """

    def __init__(
        self,
        app_id: str,
        secret: str,
        base_url: str,
        store: TokenStore,
        clock: Clock,
        make_id: Callable[[], str],
    ) -> None:
        super().__init__(app_id, secret, auto_retry=False)
        self._calls = Calls(base_url)
        self._clock = clock
        self._token = AccessToken(app_id, store, self._fetch_token, clock, make_id)

    def send_text(self, reader: str, text: str) -> None:
        self._send(reader, "text", {"content": scrub(text)})

    def send_picture(self, reader: str, media_id: str) -> None:
        self._send(reader, "image", {"media_id": media_id})

    def send_voice(self, reader: str, media_id: str) -> None:
        self._send(reader, "voice", {"media_id": media_id})

    def send_news(self, reader: str, article: Article) -> None:
        """One article: more are refused by the platform."""
        told = {
            "title": article.title,
            "description": article.description,
            "url": article.url,
            "picurl": article.picture_url,
        }
        self._send(reader, "news", {"articles": [told]})

    def send_template(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str, key: str
    ) -> str:
        """A template message; returns its id, which comes again with the receipt.

        The platform drops a second one with the same `key` (at most 64 characters) for ten
        minutes. Raises NotAllowed where the reader refused or left, BadRequest where a value
        breaks its field's rule, Unheard where it may have been sent.
        """
        asked = {
            "touser": reader,
            "template_id": template_id,
            "data": _values(values),
            "client_msg_id": key,
            **({"url": link} if link else {}),
        }
        told = self._asked(_post("message/template/send", asked), for_seconds())
        return str(told.facts.get("msgid", ""))

    def send_notice(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str
    ) -> None:
        """A subscription notice, which uses up one consent; the platform gives it no id and does
        not know a second one. Raises as `send_template`."""
        asked = {
            "touser": reader,
            "template_id": template_id,
            "data": _values(values),
            **({"page": link} if link else {}),
        }
        self._asked(_post("message/subscribe/bizsend", asked), for_seconds())

    def templates(self) -> tuple[PrivateTemplate, ...]:
        """All the account has chosen, 25 at most."""
        listed = self.get("template/get_all_private_template")["template_list"]
        return tuple(
            PrivateTemplate(one["template_id"], one.get("title", ""), one.get("content", ""))
            for one in listed
        )

    def notices(self) -> tuple[PrivateTemplate, ...]:
        """The templates of subscription notices that the account has chosen."""
        listed = self.get(f"{_HOST}wxaapi/newtmpl/gettemplate").get("data") or ()
        return tuple(
            PrivateTemplate(one["priTmplId"], one.get("title", ""), one.get("content", ""), True)
            for one in listed
        )

    def send_typing(self, reader: str, *, shown: bool = True) -> None:
        """The sign that somebody types: 15 s, and only within 30 s of the reader's message."""
        command = "Typing" if shown else "CancelTyping"
        self._later_when_misconfigured(
            _post("message/custom/typing", {"touser": reader, "command": command})
        )

    def create_menu(self, menu: Menu) -> None:
        self.menu.create(dict(menu))

    def get_menu(self) -> Menu:
        """The menu made by this interface, conditional ones with it; raises NotFound."""
        menu: Menu = self.get("menu/get")
        return menu

    def delete_menu(self) -> None:
        """With every conditional menu."""
        self.menu.delete()

    def current_self_menu(self) -> Menu:
        """What readers see, also where it was made in the console."""
        menu: Menu = self.menu.get_menu_info()
        return menu

    def current_replies(self) -> Mapping[str, Any]:
        """The automatic replies set up in the console, whether in force or not."""
        told: Mapping[str, Any] = self.get("get_current_autoreply_info")
        return told

    def check_callback(self) -> tuple[str, ...]:
        """The internet addresses WeChat finds our own address at; BadRequest where none is set."""
        told = self.post("callback/check", data={"action": "all", "check_operator": "DEFAULT"})
        return tuple(str(one.get("ip", "")) for one in told.get("dns", ()))

    def server_time(self) -> datetime | None:
        """What the platform's clock says; None where it does not tell."""
        told = self._asked(Ask("GET", f"{_BASE}getcallbackip"), for_seconds())
        return parsedate_to_datetime(told.date) if told.date else None

    def create_qr(self, scene: str, expire_s: int = 0) -> QrCode:
        """A code that carries `scene`; 0 is for ever, of which there are 100,000 in all."""
        asked: dict[str, Any] = {"action_info": {"scene": {"scene_str": scene}}}
        if expire_s:
            asked |= {"action_name": "QR_STR_SCENE", "expire_seconds": min(expire_s, MAX_QR_S)}
        else:
            asked["action_name"] = "QR_LIMIT_STR_SCENE"
        made = self.qrcode.create(asked)
        return QrCode(made["ticket"], made["url"], int(made.get("expire_seconds", 0)))

    def upload_media(self, kind: str, name: str, body: bytes, content_type: str) -> str:
        """A temporary medium's id, good for three days; `kind`: image, voice, video, thumb."""
        made = self.media.upload(kind, (name, body, content_type))
        return str(made.get("media_id") or made["thumb_media_id"])

    def download(self, media_id: str, max_bytes: int, deadline: datetime) -> Media:
        """A medium a reader sent; raises TryLater, NotFound (gone after three days), GiveUp."""
        patience = until(deadline, self._clock())
        ask = Ask("GET", f"{_BASE}media/get", {"media_id": media_id})
        told = self._later_when_misconfigured(ask, patience, max_bytes)
        if told.facts:
            raise GiveUp("WeChat: a medium that is no file")
        return Media(told.body, told.content_type)

    def user_info(self, reader: str) -> Follower:
        return _follower(self.user.get(reader))

    def followers(self, page: str = "") -> Followers:
        told = self.user.get_followers(page or None)
        readers = tuple(told.get("data", {}).get("openid", ()))
        is_last = len(readers) < FOLLOWERS_A_PAGE
        return Followers(int(told["total"]), readers, "" if is_last else told["next_openid"])

    def visitor(self, code: str) -> Visitor:
        """Who came back from web login with this code, which serves once; needs no access token.

        Raises NotFound for a code that is used, run out or made up; tokens told with the answer
        are dropped.
        """
        asked = {
            "appid": self.appid,
            "secret": self.secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        told = self._calls.send(Ask("GET", "sns/oauth2/access_token", asked), for_seconds(LOGIN_S))
        if told.code:
            raise codes.token_error_for(told.code, str(told.facts.get("errmsg", "")))
        reader = told.facts.get("openid")
        if not isinstance(reader, str) or not reader:
            raise GiveUp("WeChat: a web login of nobody")
        return Visitor(reader, str(told.facts.get("is_snapshotuser") or 0) != "0")

    def clear_quota(self) -> None:
        """Ten times a month."""
        self.post("clear_quota", data={"appid": self.appid})

    def quota_get(self, path: str) -> Quota:
        """Of one interface, named by its path: `/cgi-bin/message/custom/send`."""
        told = self.post("openapi/quota/get", data={"cgi_path": path})["quota"]
        return Quota(int(told["daily_limit"]), int(told["used"]), int(told["remain"]))

    @property
    def access_token(self) -> str:
        return self._token.current(for_seconds())

    def fetch_access_token(self) -> None:
        """wechatpy's own way to a token: never taken, the shared row alone counts."""
        raise GiveUp("WeChat: tokens come from the shared row")

    def _send(self, reader: str, kind: str, content: Mapping[str, Any]) -> None:
        asked = {"touser": reader, "msgtype": kind, kind: content}
        try:
            self._later_when_misconfigured(_post("message/custom/send", asked))
        except NotFound as nobody:
            gone = GiveUp(str(nobody))
        else:
            return
        raise gone

    def _later_when_misconfigured(
        self, ask: Ask, patience: Patience | None = None, max_bytes: int = 0
    ) -> Told:
        try:
            return self._asked(ask, patience or for_seconds(), max_bytes)
        except Misconfigured as wrong:
            log.warning("our set-up at the platform is wrong", extra=fields(why=str(wrong)))
            later = TryLater(str(wrong))
        raise later

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        """Where every call of wechatpy's ends."""
        base = kwargs.pop("api_base_url", self.API_BASE_URL)
        address = url_or_endpoint if "://" in url_or_endpoint else base + url_or_endpoint
        if not address.startswith(_HOST):
            raise GiveUp("WeChat: a call that goes elsewhere")
        process = kwargs.pop("result_processor", None)
        path = address.removeprefix(_HOST)
        told = self._asked(_ask(method, path, kwargs), for_seconds())
        return process(dict(told.facts)) if process else dict(told.facts)

    def _asked(self, ask: Ask, patience: Patience, max_bytes: int = 0) -> Told:
        """One try, and one more where a new token or a moment's wait may help."""
        token = self._token.current(patience)
        told = self._calls.send(ask, patience, token, max_bytes)
        if told.code in codes.STALE_TOKEN:
            token = self._token.instead_of(token, patience)
        if told.code in codes.STALE_TOKEN or told.code == codes.BUSY:
            told = self._calls.send(ask, patience, token, max_bytes)
        if told.code:
            raise codes.error_for(told.code, str(told.facts.get("errmsg", "")))
        return told

    def _fetch_token(self, forced: bool, patience: Patience) -> tuple[str, int]:
        if not self.secret:
            raise Misconfigured("the WeChat app secret is missing")
        asked = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            "force_refresh": forced,
        }
        told = self._token_told(_post("stable_token", asked), patience)
        if told.code:
            raise codes.token_error_for(told.code, str(told.facts.get("errmsg", "")))
        return _token_in(told.facts)

    def _token_told(self, ask: Ask, patience: Patience) -> Told:
        """Asking for a token changes nothing: who needs it for a call knows that none was made."""
        try:
            return self._calls.send(ask, patience)
        except Unheard as unheard:
            later = TryLater(str(unheard))
        raise later


def _token_in(facts: Mapping[str, Any]) -> tuple[str, int]:
    token, lives_s = facts.get("access_token"), facts.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(lives_s, int):
        raise TryLater("WeChat: an answer without a token")
    return token, lives_s


def _post(path: str, facts: Mapping[str, Any]) -> Ask:
    return Ask("POST", f"{_BASE}{path}", body=_json(facts), content_type="application/json")


def _values(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"value": scrub(value)} for name, value in values.items()}


def _json(facts: Mapping[str, Any]) -> bytes:
    """Unescaped, or readers would see the escapes; half characters become `?`."""
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")


def _ask(method: str, path: str, kwargs: Mapping[str, Any]) -> Ask:
    """A call as wechatpy words it; files are read here, so that a second try sends them again."""
    query = {name: str(value) for name, value in (kwargs.get("params") or {}).items()}
    data = kwargs.get("data")
    given = _json(data) if isinstance(data, dict) else data
    made = requests.Request("POST", _HOST, data=given, files=kwargs.get("files")).prepare()
    if not isinstance(made.body, bytes):
        return Ask(method.upper(), path, query)
    content_type = str(made.headers.get("Content-Type", "application/json"))
    return Ask(method.upper(), path, query, made.body, content_type)


def _follower(told: Mapping[str, Any]) -> Follower:
    since = told.get("subscribe_time")
    return Follower(
        reader=told["openid"],
        follows=bool(told.get("subscribe")),
        followed_at=datetime.fromtimestamp(int(since), UTC) if since else None,
        came_by=told.get("subscribe_scene", ""),
        scene=str(told.get("qr_scene_str") or told.get("qr_scene") or ""),
        remark=told.get("remark", ""),
        tags=tuple(told.get("tagid_list", ())),
    )
