"""Passive replies: what may be said back, and how WeChat wants it written.

Source: WeChat's page on passive replies. One reply a message; a text has no documented limit,
readers see a failure somewhere above 2,048 bytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from chalicelib.wechat.envelope import NO_REPLY
from chalicelib.wechat.markup import cdata

ARTICLES_AFTER_MESSAGE = 1
ARTICLES_AFTER_EVENT = 8


@dataclass(frozen=True)
class Reply:
    """One of the replies below."""


@dataclass(frozen=True)
class NoReply(Reply):
    """Received, nothing to say."""


@dataclass(frozen=True)
class TextReply(Reply):
    content: str


@dataclass(frozen=True)
class PictureReply(Reply):
    media_id: str


@dataclass(frozen=True)
class VoiceReply(Reply):
    media_id: str


@dataclass(frozen=True)
class VideoReply(Reply):
    media_id: str
    title: str = ""
    description: str = ""


@dataclass(frozen=True)
class Article:
    title: str
    description: str
    picture_url: str
    url: str


@dataclass(frozen=True)
class NewsReply(Reply):
    """`after_event`: up to 8 articles may follow an event, 1 follows a message."""

    articles: tuple[Article, ...]
    after_event: bool = False


@dataclass(frozen=True)
class TransferReply(Reply):
    """Hands the reader to WeChat's own desk; only after a message, never after an event."""

    kf_account: str = ""


def render(reply: Reply, to_reader: str, from_account: str, now: datetime) -> str:
    """The reply's XML, or `success` for NoReply and for a text without words (an empty
    `<Content>` is shown to readers as a failure)."""
    body = _body(reply)
    if not body:
        return NO_REPLY
    return (
        f"<xml><ToUserName>{cdata(to_reader)}</ToUserName>"
        f"<FromUserName>{cdata(from_account)}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime>{body}</xml>"
    )


def _body(reply: Reply) -> str:
    match reply:
        case TextReply(content):
            text = f"{_type('text')}<Content>{cdata(content)}</Content>"
            return text if content.strip() else ""
        case PictureReply(media_id):
            return f"{_type('image')}<Image>{_media(media_id)}</Image>"
        case VoiceReply(media_id):
            return f"{_type('voice')}<Voice>{_media(media_id)}</Voice>"
        case VideoReply(media_id, title, description):
            words = _titled(title, description)
            return f"{_type('video')}<Video>{_media(media_id)}{words}</Video>"
        case NewsReply():
            return _news(reply)
        case TransferReply(kf_account):
            return _type("transfer_customer_service") + _agent(kf_account)
    return ""


def _type(name: str) -> str:
    return f"<MsgType>{cdata(name)}</MsgType>"


def _media(media_id: str) -> str:
    return f"<MediaId>{cdata(media_id)}</MediaId>"


def _titled(title: str, description: str) -> str:
    return f"<Title>{cdata(title)}</Title><Description>{cdata(description)}</Description>"


def _news(reply: NewsReply) -> str:
    allowed = ARTICLES_AFTER_EVENT if reply.after_event else ARTICLES_AFTER_MESSAGE
    articles = reply.articles[:allowed]
    items = "".join(
        f"<item>{_titled(one.title, one.description)}"
        f"<PicUrl>{cdata(one.picture_url)}</PicUrl><Url>{cdata(one.url)}</Url></item>"
        for one in articles
    )
    count = f"<ArticleCount>{len(articles)}</ArticleCount>"
    return f"{_type('news')}{count}<Articles>{items}</Articles>" if articles else ""


def _agent(kf_account: str) -> str:
    if not kf_account:
        return ""
    return f"<TransInfo><KfAccount>{cdata(kf_account)}</KfAccount></TransInfo>"


_ENDS = re.compile(r"\n|[。！？；!?;]")
_LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL | re.IGNORECASE)
_JOINERS = ("\u200d", "\ufe0f", "\u20e3")


def cut_text(text: str, limit: int = 2040) -> tuple[str, str]:
    """What fits into `limit` bytes of UTF-8, and the rest.

    Cuts behind a line or a sentence where one ends in the second half, never inside a character,
    a joined emoji or a link.
    """
    if len(text.encode("utf-8", "replace")) <= limit:
        return text, ""
    end = _last_fitting(text, limit)
    ends = [found.end() for found in _ENDS.finditer(text, end // 2, end)]
    end = _outside_links(text, ends[-1] if ends else end)
    return text[:end].rstrip("\n"), text[end:].lstrip("\n")


def _last_fitting(text: str, limit: int) -> int:
    end = len(text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore"))
    while end > 1 and _joined(text, end):
        end -= 1
    return max(end, 1)


def _joined(text: str, at: int) -> bool:
    """Whether the characters left and right of `at` are one sign to the eye."""
    return at < len(text) and (text[at] in _JOINERS or text[at - 1] == "\u200d")


def _outside_links(text: str, end: int) -> int:
    inside = (found for found in _LINK.finditer(text) if found.start() < end < found.end())
    link = next(inside, None)
    if link is None:
        return end
    return link.start() or link.end()
