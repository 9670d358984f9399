"""WeChat's XML as the typed values of `inbound`: who, when, which one, and messages.

Events are read by `event_parsing`. Whatever names its sender, receiver and time is accepted, as
`Unknown` if need be: a reader must not see WeChat's failure line for a field of no consequence.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from chalicelib.errors import BadRequest
from chalicelib.wechat import markup
from chalicelib.wechat.event_parsing import EVENTS, OF_THE_PLATFORM, Head
from chalicelib.wechat.inbound import (
    File,
    Inbound,
    Link,
    Location,
    Message,
    Picture,
    Text,
    Unknown,
    Video,
    Voice,
)
from chalicelib.wechat.markup import Node, float_of, int_of, text_of, word_of

_DISTINGUISHING = (
    "FromUserName",
    "OpenID",
    "CreateTime",
    "MsgType",
    "Event",
    "EventKey",
    "Ticket",
    "MsgID",
    "MsgId",
    "MenuId",
    "Content",
    "MediaId",
    "KfAccount",
    "FromKfAccount",
    "ToKfAccount",
    "ScanCodeInfo",
    "SendPicsInfo",
    "SendLocationInfo",
    "PublishEventInfo",
    "SubscribeMsgPopupEvent",
    "SubscribeMsgChangeEvent",
    "SubscribeMsgSentEvent",
    "RevokeInfo",
)
"""WeChat tells events apart by sender and second alone; two of one second would then be one."""


def parse(xml: bytes) -> Inbound:
    """Raises BadRequest for what names no sender, no receiver, no kind or no time."""
    node = _document(xml)
    kind = word_of(node, "MsgType").lower()
    if not kind:
        raise BadRequest("the message has no type")
    if kind == "event":
        return _event(node, word_of(node, "Event").lower())
    return _message(node, kind)


def _document(xml: bytes) -> Node:
    try:
        return markup.read(xml)
    except markup.MalformedMarkup:
        raise BadRequest("the message cannot be read") from None


def _event(node: Node, kind: str) -> Inbound:
    sender = "OpenID" if kind in OF_THE_PLATFORM else "FromUserName"
    head = _head(node, sender)
    try:
        return EVENTS[kind](head, node)
    except (KeyError, ValueError):
        return _unknown(head, node, kind)


def _message(node: Node, kind: str) -> Inbound:
    head = _head(node, "FromUserName")
    try:
        return _MESSAGES[kind](head, node)
    except (KeyError, ValueError):
        return _unknown(head, node, kind)


def _head(node: Node, sender: str) -> Head:
    reader, account = word_of(node, sender), word_of(node, "ToUserName")
    if not reader or not account:
        raise BadRequest("the message lacks its sender or its receiver")
    return _key(node), reader, account, _sent_at(word_of(node, "CreateTime"))


def _sent_at(seconds: str) -> datetime:
    if not re.fullmatch(r"[0-9]{1,11}", seconds):
        raise BadRequest("the message has no proper time")
    return datetime.fromtimestamp(int(seconds), UTC)


def _key(node: Node) -> str:
    """`m` and MsgId; where there is none (events, and now and then a message) `e` and a digest."""
    message_id = word_of(node, "MsgId")
    if re.fullmatch(r"[1-9][0-9]{0,31}", message_id) and "Event" not in node:
        return f"m{message_id}"
    seen = [node.get(name) for name in _DISTINGUISHING]
    digest = hashlib.sha256(json.dumps(seen, sort_keys=True).encode())
    return f"e{digest.hexdigest()[:24]}"


def _unknown(head: Head, node: Node, kind: str) -> Inbound:
    return Unknown(*head, type=kind[:80], fields=tuple(sorted(node)))


def _text(head: Head, node: Node) -> Message:
    content, choice = text_of(node, "Content"), word_of(node, "bizmsgmenuid")
    return Text(*head, content, choice, **_article(node))


def _picture(head: Head, node: Node) -> Message:
    return Picture(*head, word_of(node, "MediaId"), word_of(node, "PicUrl"), **_article(node))


def _voice(head: Head, node: Node) -> Message:
    return Voice(
        *head,
        media_id=word_of(node, "MediaId"),
        format=word_of(node, "Format"),
        recognition=text_of(node, "Recognition"),
        media_id_16k=word_of(node, "MediaId16K"),
        **_article(node),
    )


def _video(head: Head, node: Node) -> Message:
    short = word_of(node, "MsgType").lower() == "shortvideo"
    media = (word_of(node, "MediaId"), word_of(node, "ThumbMediaId"))
    return Video(*head, *media, short, **_article(node))


def _location(head: Head, node: Node) -> Message:
    place = (float_of(node, "Location_X"), float_of(node, "Location_Y"))
    label, scale = text_of(node, "Label"), int_of(node, "Scale")
    return Location(*head, *place, label, scale, **_article(node))


def _link(head: Head, node: Node) -> Message:
    about = (text_of(node, "Title"), text_of(node, "Description"), word_of(node, "Url"))
    return Link(*head, *about, **_article(node))


def _file(head: Head, node: Node) -> Message:
    about = (text_of(node, "Title"), text_of(node, "Description"), word_of(node, "FileKey"))
    return File(*head, *about, int_of(node, "FileTotalLen"), **_article(node))


def _article(node: Node) -> dict[str, Any]:
    return {"article_id": word_of(node, "MsgDataId"), "article_index": word_of(node, "Idx")}


_MESSAGES: dict[str, Callable[[Head, Node], Message]] = {
    "text": _text,
    "image": _picture,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
    "file": _file,
}
