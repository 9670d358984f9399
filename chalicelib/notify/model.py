"""A message to a reader, the ways it can go, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

Fact = str | int | date
"""What a template's field can be filled with; a text is cut to fit, a day is written out."""

KEEP = timedelta(days=30)
"""How long it stays known what became of a message."""
SAFE_AGAIN = timedelta(minutes=9)
"""WeChat drops a second message with the same client_msg_id for ten minutes (wechat.md 3.2)."""
LEASE = timedelta(minutes=2)
"""Whoever sends has this long; afterwards somebody else takes over."""
PATIENCE = timedelta(minutes=30)
"""How long a busy platform is asked again before another way is taken."""


class About(StrEnum):
    """What a message is about; each may have a template of its own and can be turned off."""

    DUE = "due"
    OVERDUE = "overdue"
    HOLD_READY = "hold_ready"
    HOLD_EXPIRING = "hold_expiring"
    RECALL = "recall"


SLOTS: Mapping[About, tuple[str, ...]] = {
    About.DUE: ("title", "date", "count", "advice", "card"),
    About.OVERDUE: ("title", "date", "count", "advice", "card"),
    About.HOLD_READY: ("title", "place", "date", "count", "advice", "card"),
    About.HOLD_EXPIRING: ("title", "place", "date", "count", "advice", "card"),
    About.RECALL: ("title", "date", "count", "advice", "card"),
}
"""What a template of each kind can show."""


class Way(StrEnum):
    """INBOX: waits in the conversation; it goes as a customer-service message while a window is
    open, else on the reader's next reply."""

    TEMPLATE = "template"
    SUBSCRIPTION = "subscription"
    INBOX = "inbox"


class State(StrEnum):
    """SENDING: somebody is at it, or it is to be tried again. UNKNOWN: no answer came, and it is
    not sent twice. UNREACHABLE: no way was left."""

    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"


TROUBLES = frozenset({State.UNKNOWN, State.UNREACHABLE})
"""What staff may want to know of."""


@dataclass(frozen=True)
class Message:
    """`id` names it for good: the same id is never sent twice. `text` says all of it in words;
    `facts` fill a template (see SLOTS); `link` is opened by a tap, '' for none."""

    id: str
    about: About
    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True)
class Template:
    """One of the account's templates and what goes into its fields: `{"thing1": "title"}`."""

    about: About
    id: str
    fields: Mapping[str, str]
    way: Way = Way.TEMPLATE


@dataclass(frozen=True)
class Delivery:
    """One message to one reader. `tried` ways are not taken again; `next_try` only while
    SENDING. `is_clean`: nothing of it can be under way."""

    reader: str
    message: Message
    state: State
    first_at: datetime
    next_try: datetime | None = None
    way: Way | None = None
    tried: tuple[Way, ...] = ()
    is_clean: bool = False
    message_id: str = ""
    receipt: str = ""
    version: int = 0
