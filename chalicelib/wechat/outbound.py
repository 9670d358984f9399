"""Passive replies: what may be said back, and how WeChat wants it written.

Source: WeChat's page on passive replies. One reply a message; a text has no documented limit,
readers see a failure somewhere above 2,048 bytes.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.wechat.cutting import TEXT_LIMIT_BYTES, cut_text
from chalicelib.wechat.envelope import NO_REPLY
from chalicelib.wechat.markup import cdata

__all__ = [
    "ARTICLES_AFTER_EVENT",
    "ARTICLES_AFTER_MESSAGE",
    "TEXT_LIMIT_BYTES",
    "Article",
    "NewsReply",
    "NoReply",
    "PictureReply",
    "Reply",
    "TextReply",
    "TransferReply",
    "VideoReply",
    "VoiceReply",
    "cut_text",
    "render",
]

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
    """Cut it with `cut_text` and keep the rest: what is over the limit is not sent, because with
    it the reader would see WeChat's failure line instead of the text."""

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
            return _text(content)
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


def _text(content: str) -> str:
    head, _ = cut_text(content)
    return f"{_type('text')}<Content>{cdata(head)}</Content>" if head.strip() else ""


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
