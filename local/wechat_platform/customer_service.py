"""Messages that the service sends by itself: /cgi-bin/message/custom/* (wechat.md §2)."""

from collections.abc import Callable
from typing import Any

from local.wechat_platform.codes import OK, ApiError
from local.wechat_platform.diary import Diary, Source
from local.wechat_platform.http import Json, Request
from local.wechat_platform.media import MediaShelf
from local.wechat_platform.readers import Reader, Readers
from local.wechat_platform.replies import MAX_TEXT_BYTES, media_content
from local.wechat_platform.windows import Windows

MOST_ARTICLES = 1
MOST_MENU_CHOICES = 10


class CustomerService:
    def __init__(self, readers: Readers, windows: Windows, diary: Diary, media: MediaShelf) -> None:
        self._readers = readers
        self._windows = windows
        self._diary = diary
        self._media = media
        self._kinds: dict[str, Callable[[Json], tuple[str, Json]]] = {
            "text": _text,
            "image": lambda part: ("image", self._medium(part, "image")),
            "voice": lambda part: ("voice", self._medium(part, "voice")),
            "video": self._video,
            "music": self._music,
            "news": _news,
            "mpnews": lambda part: ("card", _named(part, "media_id")),
            "mpnewsarticle": lambda part: ("card", _named(part, "article_id")),
            "msgmenu": _menu,
            "wxcard": lambda part: ("card", _named(part, "card_id")),
            "miniprogrampage": lambda part: ("card", _named(part, "title", "pagepath")),
        }

    def send(self, request: Request) -> Json:
        """The content is judged before the window, so that a bad message costs no allowance."""
        body = request.json()
        reader = self._reader(body)
        kind = str(body.get("msgtype", ""))
        if kind not in self._kinds:
            raise ApiError(40008)
        shown_kind, content = self._kinds[kind](_part(body, kind))
        self._windows.spend(reader.openid)
        agent = body.get("customservice")
        extra = {"agent": agent.get("kf_account", "")} if isinstance(agent, dict) else {}
        self._diary.add(reader.id, shown_kind, Source.CUSTOMER_SERVICE, **content, **extra)
        return OK

    def typing(self, request: Request) -> Json:
        body = request.json()
        reader = self._reader(body)
        if body.get("command") == "Typing":
            self._windows.start_typing(reader.openid)
        elif body.get("command") == "CancelTyping":
            self._windows.stop_typing(reader.openid)
        else:
            raise ApiError(45072)
        return OK

    def _reader(self, body: Json) -> Reader:
        openid = body.get("touser")
        if not isinstance(openid, str) or not self._readers.has_openid(openid):
            raise ApiError(40003)
        return self._readers.get(openid)

    def _video(self, part: Json) -> tuple[str, Json]:
        words = {name: str(part.get(name, "")) for name in ("title", "description")}
        return "video", self._medium(part, "video") | words

    def _music(self, part: Json) -> tuple[str, Json]:
        self._media.get(str(part.get("thumb_media_id", "")), "thumb", "image")
        words = {name: str(part.get(name, "")) for name in ("title", "description")}
        return "music", {**words, "url": str(part.get("musicurl", ""))}

    def _medium(self, part: Json, kind: str) -> Json:
        medium = self._media.get(str(part.get("media_id", "")), kind)
        return media_content(medium.id, medium.seconds)


def _part(body: Json, kind: str) -> Json:
    part = body.get(kind)
    if not isinstance(part, dict):
        raise ApiError(47001, f"hint: {kind}")
    return part


def _text(part: Json) -> tuple[str, Json]:
    text = part.get("content")
    if not isinstance(text, str) or not text:
        raise ApiError(44004)
    _check_length(text)
    return "text", {"text": text}


def _news(part: Json) -> tuple[str, Json]:
    articles = part.get("articles")
    if not isinstance(articles, list) or not articles:
        raise ApiError(47001, "hint: articles")
    if len(articles) > MOST_ARTICLES:
        raise ApiError(45008)
    return "news", {"articles": [_article(one) for one in articles]}


def _article(told: Any) -> dict[str, str]:
    if not isinstance(told, dict):
        raise ApiError(47001, "hint: articles")
    names = {"title": "title", "description": "description", "picture": "picurl", "url": "url"}
    return {name: str(told.get(tag, "")) for name, tag in names.items()}


def _menu(part: Json) -> tuple[str, Json]:
    choices = part.get("list")
    if not isinstance(choices, list) or not choices:
        raise ApiError(47001, "hint: list")
    if len(choices) > MOST_MENU_CHOICES:
        raise ApiError(45098)
    head, tail = (str(part.get(name, "")) for name in ("head_content", "tail_content"))
    told = [{"id": str(one["id"]), "text": str(one["content"])} for one in choices]
    _check_length(head + tail + "".join(one["text"] for one in told))
    return "menu", {"text": head, "choices": told, "tail": tail}


def _named(part: Json, *names: str) -> Json:
    if not all(part.get(name) for name in names):
        raise ApiError(47001, f"hint: {names}")
    return {"text": str(part.get("title") or part[names[0]])}


def _check_length(text: str) -> None:
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise ApiError(45002)
