"""Judges a passive reply as the platform does (wechat.md §1.5): shown, silent, or a failure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from local.wechat_platform import wire
from local.wechat_platform.codes import ApiError
from local.wechat_platform.media import MediaShelf
from local.wechat_platform.pushes import Push
from local.wechat_platform.sealing import BadReply

MAX_TEXT_BYTES = 2048
MAX_ARTICLES_FOR_MESSAGE = 1
MAX_ARTICLES_FOR_EVENT = 8
NO_REPLY = (b"", b"success")

Node: TypeAlias = dict[str, wire.Parsed]


@dataclass(frozen=True)
class Shown:
    """What appears on the phone; `note` tells the technician of something quietly dropped."""

    kind: str
    content: dict[str, Any]
    note: str = ""


class Judge:
    def __init__(self, account: str, media: MediaShelf) -> None:
        self._account = account
        self._media = media
        self._kinds: dict[str, Callable[[Node, Push], Shown]] = {
            "text": self._text,
            "image": self._image,
            "voice": self._voice,
            "video": self._video,
            "music": self._music,
            "news": self._news,
            "transfer_customer_service": self._transfer,
        }

    def judge(self, xml: str, push: Push) -> Shown:
        """Raises BadReply on anything for which the reader would see the failure line."""
        reply = _read(xml)
        self._check_names(reply, push)
        kind = wire.text_of(reply, "MsgType").strip()
        if kind not in self._kinds:
            raise BadReply(f"MsgType {kind!r} is not a reply")
        try:
            return self._kinds[kind](reply, push)
        except ApiError as error:
            raise BadReply(str(error.told()["errmsg"])) from error

    def _check_names(self, reply: Node, push: Push) -> None:
        if wire.text_of(reply, "ToUserName").strip() != push.reader.openid:
            raise BadReply("ToUserName is not the reader")
        if wire.text_of(reply, "FromUserName").strip() != self._account:
            raise BadReply("FromUserName is not the account")
        if not wire.text_of(reply, "CreateTime").strip().isdigit():
            raise BadReply("CreateTime is not a number")

    def _text(self, reply: Node, push: Push) -> Shown:
        text = wire.text_of(reply, "Content")
        if not text:
            raise BadReply("Content is empty")
        if len(text.encode()) > MAX_TEXT_BYTES:
            raise BadReply(f"Content is longer than {MAX_TEXT_BYTES} bytes")
        return Shown("text", {"text": text})

    def _image(self, reply: Node, push: Push) -> Shown:
        return Shown("image", self._medium(wire.branch_of(reply, "Image"), "image"))

    def _voice(self, reply: Node, push: Push) -> Shown:
        return Shown("voice", self._medium(wire.branch_of(reply, "Voice"), "voice"))

    def _video(self, reply: Node, push: Push) -> Shown:
        video = wire.branch_of(reply, "Video")
        words = {name: wire.text_of(video, name.title()) for name in ("title", "description")}
        return Shown("video", self._medium(video, "video") | words)

    def _music(self, reply: Node, push: Push) -> Shown:
        music = wire.branch_of(reply, "Music")
        self._media.get(wire.text_of(music, "ThumbMediaId"), "thumb", "image")
        names = {"title": "Title", "description": "Description", "url": "MusicUrl"}
        return Shown("music", {name: wire.text_of(music, tag) for name, tag in names.items()})

    def _news(self, reply: Node, push: Push) -> Shown:
        items = wire.branches_of(wire.branch_of(reply, "Articles"), "item")
        told = wire.text_of(reply, "ArticleCount").strip()
        if not items or not told.isdigit():
            raise BadReply("news without articles or without ArticleCount")
        most = MAX_ARTICLES_FOR_EVENT if push.is_event else MAX_ARTICLES_FOR_MESSAGE
        taken = items[: min(most, int(told))]
        note = f"{len(items) - len(taken)} articles dropped" if len(taken) < len(items) else ""
        return Shown("news", {"articles": [_article(item) for item in taken]}, note)

    def _transfer(self, reply: Node, push: Push) -> Shown:
        if push.is_event:
            raise BadReply("an event cannot be transferred to customer service")
        account = wire.text_of(wire.branch_of(reply, "TransInfo"), "KfAccount")
        return Shown("transfer", {"account": account})

    def _medium(self, holder: Node, kind: str) -> dict[str, Any]:
        medium = self._media.get(wire.text_of(holder, "MediaId").strip(), kind)
        return media_content(medium.id, medium.seconds)


def media_content(media_id: str, seconds: int) -> dict[str, Any]:
    return {"media_id": media_id, "url": f"/mmbiz/{media_id}", "seconds": seconds}


def _read(xml: str) -> Node:
    try:
        return wire.read(xml)
    except wire.BadXml as error:
        raise BadReply(str(error)) from error


def _article(item: Node) -> dict[str, str]:
    names = {"title": "Title", "description": "Description", "picture": "PicUrl", "url": "Url"}
    return {name: wire.text_of(item, tag) for name, tag in names.items()}
