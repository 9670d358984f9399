"""Everything WeChat can tell us, as typed values.

Source: WeChat's pages on received messages and event pushes. `key` tells repeats of one message
from new ones: MsgId for messages; for events, which have none, a hash of what makes them one
(reader, second, event, key, ticket, message id), from the XML as it came.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Inbound:
    """`reader` is the openid, `account` ours (gh_…), `sent_at` WeChat's clock in UTC."""

    key: str
    reader: str
    account: str
    sent_at: datetime


@dataclass(frozen=True)
class Message(Inbound):
    """Something the reader wrote or sent; `article_id` and `article_index` where it was written
    under an article of ours."""

    article_id: str = field(default="", kw_only=True)
    article_index: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Text(Message):
    content: str = ""
    menu_choice: str = ""
    """bizmsgmenuid of a tapped message menu; not to be relied on."""


@dataclass(frozen=True)
class Picture(Message):
    media_id: str = ""
    url: str = ""


@dataclass(frozen=True)
class Voice(Message):
    """`recognition` is empty since the platform withdrew speech recognition in 2023."""

    media_id: str = ""
    format: str = ""
    recognition: str = ""
    media_id_16k: str = ""


@dataclass(frozen=True)
class Video(Message):
    media_id: str = ""
    thumb_media_id: str = ""
    short: bool = False


@dataclass(frozen=True)
class Location(Message):
    """Degrees, as WeChat's map gives them (GCJ-02 in China)."""

    latitude: float = 0.0
    longitude: float = 0.0
    label: str = ""
    scale: int = 0


@dataclass(frozen=True)
class Link(Message):
    title: str = ""
    description: str = ""
    url: str = ""


@dataclass(frozen=True)
class File(Message):
    """Undocumented, seen in the wild; there is no way to fetch the file."""

    title: str = ""
    description: str = ""
    file_key: str = ""
    size_bytes: int = 0


@dataclass(frozen=True)
class Followed(Inbound):
    """`scene` is what a QR code carried, or another source such as last_trade_no_…"""

    scene: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class Unfollowed(Inbound):
    """Everything of this reader is to be deleted."""


@dataclass(frozen=True)
class Scanned(Inbound):
    scene: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class Whereabouts(Inbound):
    latitude: float = 0.0
    longitude: float = 0.0
    precision_m: float = 0.0


@dataclass(frozen=True)
class Tapped(Inbound):
    """A menu button of type click."""

    button: str = ""


@dataclass(frozen=True)
class Viewed(Inbound):
    """A menu button that opened a page or a mini program."""

    target: str = ""
    menu_id: str = ""
    mini_program: bool = False


@dataclass(frozen=True)
class CodeScanned(Inbound):
    """A menu button that scans; `waits`: the reader waits for our answer."""

    button: str = ""
    result: str = ""
    waits: bool = False
    code_kind: str = ""


@dataclass(frozen=True)
class PicturesComing(Inbound):
    """A menu button that sends pictures; the pictures follow as messages."""

    button: str = ""
    count: int = 0
    source: str = ""
    md5s: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceChosen(Inbound):
    """A menu button that picks a place; a location message follows."""

    button: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    label: str = ""
    place: str = ""
    scale: str = ""


@dataclass(frozen=True)
class TemplateSent(Inbound):
    """`outcome` is one of success, user block, system failed, freq limit."""

    message_id: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class SentArticle:
    index: int
    url: str = ""


@dataclass(frozen=True)
class CopyrightCheck:
    index: int
    audit_state: int = 0
    may_reprint: bool = False
    original_url: str = ""


@dataclass(frozen=True)
class MassSent(Inbound):
    """`outcome` is success, fail, or WeChat's `err(10001)` and the like."""

    message_id: str = ""
    outcome: str = ""
    total: int = 0
    filtered: int = 0
    sent: int = 0
    failed: int = 0
    articles: tuple[SentArticle, ...] = ()
    copyright: tuple[CopyrightCheck, ...] = ()


@dataclass(frozen=True)
class Published(Inbound):
    """`status`: 0 done, 1 running, 2 originality, 3 failed, 4 refused, 5 deleted, 6 banned."""

    publish_id: str = ""
    status: int = 0
    article_id: str = ""
    articles: tuple[SentArticle, ...] = ()
    failed_indexes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Subscription:
    """One template's line of a subscription event; `outcome` is accept, reject or an error."""

    template_id: str
    outcome: str = ""
    message_id: str = ""
    error_code: str = ""
    scene: str = ""


@dataclass(frozen=True)
class SubscriptionsAsked(Inbound):
    subscriptions: tuple[Subscription, ...] = ()


@dataclass(frozen=True)
class SubscriptionsChanged(Inbound):
    subscriptions: tuple[Subscription, ...] = ()


@dataclass(frozen=True)
class SubscriptionsSent(Inbound):
    subscriptions: tuple[Subscription, ...] = ()


@dataclass(frozen=True)
class AuthorizationChanged(Inbound):
    """`reader` comes from OpenID: FromUserName is the platform here. `change` is one of modified,
    revoke, cancellation; `revoked` WeChat's number of what was revoked: 201 address, 202 invoice,
    203 card, 204 microphone, 205 name and picture, 206 location, 207 pictures; others occur."""

    change: str = ""
    revoked: str = ""
    app_id: str = ""


@dataclass(frozen=True)
class DeskSession(Inbound):
    """WeChat's own customer-service desk: `change` is create, close or switch."""

    change: str = ""
    agent: str = ""
    from_agent: str = ""


@dataclass(frozen=True)
class AccountVerification(Inbound):
    """About the account itself: qualification, naming, yearly renewal."""

    event: str = ""
    expires: datetime | None = None
    reason: str = ""
    failed: datetime | None = None


@dataclass(frozen=True)
class Unknown(Inbound):
    """A type or event no page describes; `fields` are the names it came with."""

    type: str = ""
    fields: tuple[str, ...] = field(default=())
