"""A reader's account with a library system, whichever it is. No value here names a vendor."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from chalicelib.catalogue.model import Shelf
from chalicelib.clock import library_day
from chalicelib.errors import BadRequest

T = TypeVar("T")
_CARD = re.compile(r"[A-Za-z0-9._/-]{1,40}")


@dataclass(frozen=True)
class CardNumber:
    """Never printed whole: `str()` and `repr()` show its last two characters."""

    text: str

    @classmethod
    def read(cls, typed: str) -> "CardNumber":
        """As people type it, full-width or with blanks. Raises BadRequest.

        Small and capital letters, hyphens and the like are the library system's business.
        """
        text = "".join(unicodedata.normalize("NFKC", typed).split())
        if not _CARD.fullmatch(text):
            raise BadRequest("not a card number")
        return cls(text)

    @property
    def masked(self) -> str:
        return "*" * max(4, len(self.text) - 2) + self.text[2:][-2:]

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"CardNumber({self.masked})"


@dataclass(frozen=True)
class Secret:
    """A PIN or password on its way to the library system; it is never kept or printed."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return "***"


@dataclass(frozen=True)
class Call:
    """One call's time: `now` is UTC, `patience_s` how many seconds its caller waits."""

    now: datetime
    patience_s: float = 3.0


@dataclass(frozen=True, order=True)
class Due:
    """A day of the library's calendar; `at` is the UTC instant where the system states one.

    A day alone runs until the library's midnight.
    """

    day: date
    at: datetime | None = field(default=None, compare=False)

    @classmethod
    def at_instant(cls, instant: datetime, timezone: str) -> "Due":
        return cls(library_day(instant, timezone), instant.astimezone(UTC))

    def ends(self, timezone: str) -> datetime:
        """The first instant that is late."""
        if self.at is not None:
            return self.at
        midnight = datetime.combine(self.day + timedelta(days=1), time(), ZoneInfo(timezone))
        return midnight.astimezone(UTC)

    def is_past(self, now: datetime, timezone: str) -> bool:
        return now >= self.ends(timezone)


@dataclass(frozen=True)
class Money:
    """`cents` are hundredths of the currency's unit: 分 of CNY."""

    cents: int
    currency: str = "CNY"


class CardState(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Patron:
    """Who holds a card. A count or sum is None where the system does not tell it."""

    card: CardNumber
    name: str = field(default="", repr=False)
    kind: str = ""
    """The reader type, in the system's own words or ids."""
    state: CardState = CardState.ACTIVE
    expires: date | None = None
    loans: int | None = None
    overdue: int | None = None
    holds: int | None = None
    owed: Money | None = None


@dataclass(frozen=True)
class Loan:
    """`id` is the system's own, the item's where it has none. `title_id`: the catalogue's record,
    '' where unknown. What a system does not tell, or tells as rubbish, is None."""

    id: str
    item: str
    title: str = ""
    due: Due | None = None
    author: str = ""
    title_id: str = ""
    renewals: int | None = None
    renewals_left: int | None = None
    overdue: bool = False
    recalled: bool = False
    fee: Money | None = None


class HoldState(StrEnum):
    WAITING = "waiting"
    IN_TRANSIT = "in_transit"
    READY = "ready"
    SUSPENDED = "suspended"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    """Ready, and nobody came in time."""


@dataclass(frozen=True)
class Hold:
    """`place` counts from 1 and is None once ready or where untold. `pickup` is a Pickup's id."""

    id: str
    title: str = ""
    state: HoldState = HoldState.WAITING
    title_id: str = ""
    item: str = ""
    place: int | None = None
    pickup: str = ""
    ready_until: Due | None = None
    placed_at: datetime | None = None


class FeeKind(StrEnum):
    OVERDUE = "overdue"
    LOST = "lost"
    DAMAGED = "damaged"
    OTHER = "other"


@dataclass(frozen=True)
class Fee:
    """What is still owed; `words` are the system's own."""

    id: str
    owed: Money
    kind: FeeKind = FeeKind.OTHER
    title: str = ""
    item: str = ""
    since: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next` is '' on the last page. Not `complete`: the system lost some of it on the way."""

    items: tuple[T, ...] = ()
    next: str = ""
    complete: bool = True


@dataclass(frozen=True)
class Account:
    """All of an account a reminder needs, in one answer."""

    patron: Patron
    loans: tuple[Loan, ...] = ()
    holds: tuple[Hold, ...] = ()
    complete: bool = True


class Reason(StrEnum):
    """Why a system said no. UNKNOWN: only its own words tell."""

    RESERVED_BY_OTHER = "reserved_by_other"
    LIMIT_REACHED = "limit_reached"
    OVERDUE = "overdue"
    """This one is overdue: it has to come back."""
    OVERDUE_OTHERS = "overdue_others"
    FEES_OWED = "fees_owed"
    CARD_EXPIRED = "card_expired"
    CARD_BLOCKED = "card_blocked"
    NOT_RENEWABLE = "not_renewable"
    TOO_EARLY = "too_early"
    RECALLED = "recalled"
    NOT_ON_LOAN = "not_on_loan"
    ALREADY_HELD = "already_held"
    ALREADY_BORROWED = "already_borrowed"
    NOT_HOLDABLE = "not_holdable"
    ON_THE_SHELF = "on_the_shelf"
    """The library takes no holds on what can be fetched from the shelf now."""
    NO_SUCH_ITEM = "no_such_item"
    LENT_TO_OTHER = "lent_to_other"
    NOT_LENDABLE = "not_lendable"
    NO_SUCH_PICKUP = "no_such_pickup"
    ALREADY_READY = "already_ready"
    """Too late to cancel here: the book waits on the hold shelf."""
    NO_SUCH_HOLD = "no_such_hold"
    NOT_SUPPORTED = "not_supported"
    UNKNOWN = "unknown"


class Fate(StrEnum):
    """What became of an effect. UNKNOWN: the answer was lost; asking again with the same key
    and the same value as seen finds the truth or does it once."""

    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class RenewOutcome:
    """Of one loan, known by its item. `words` are the system's own, shown to staff."""

    fate: Fate
    item: str
    due: Due | None = None
    renewals_left: int | None = None
    reason: Reason | None = None
    words: str = ""

    @classmethod
    def refused(cls, item: str, reason: Reason, words: str = "") -> "RenewOutcome":
        return cls(Fate.REFUSED, item, reason=reason, words=words)


@dataclass(frozen=True)
class HoldOutcome:
    """Of placing or of cancelling; `hold` as it is afterwards, where the system tells."""

    fate: Fate
    hold: Hold | None = None
    reason: Reason | None = None
    words: str = ""

    @classmethod
    def refused(cls, reason: Reason, words: str = "") -> "HoldOutcome":
        return cls(Fate.REFUSED, reason=reason, words=words)


@dataclass(frozen=True)
class Wanted:
    """A title to look up or hold: the catalogue's record id, and its copies' barcodes for a
    system that knows only items."""

    title_id: str
    title: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pickup:
    """Where a held book can be collected. `id` is a branch id of the library's settings where
    the settings map it, else the system's own; `name` is the system's and may be ''."""

    id: str
    name: str = ""


@dataclass(frozen=True)
class Item:
    """One copy now."""

    barcode: str
    state: Shelf = Shelf.HERE
    branch: str = ""
    due: Due | None = None
    call_number: str = ""


@dataclass(frozen=True)
class Availability:
    """`waiting`: holds in the queue, None where untold."""

    title_id: str
    items: tuple[Item, ...] = ()
    waiting: int | None = None

    @property
    def free(self) -> int:
        return sum(item.state is Shelf.HERE for item in self.items)


Availabilities = Mapping[str, Availability]
"""By `title_id`; a title the system does not know is absent."""


class Can(StrEnum):
    """What a library system offers; nothing else is offered to readers."""

    LOANS = "loans"
    RENEW = "renew"
    HOLDS = "holds"
    HOLD_TITLE = "hold_title"
    """Any copy of a title; without it a hold names one item."""
    HOLD_ITEM = "hold_item"
    CANCEL_HOLD = "cancel_hold"
    PLACE_IN_QUEUE = "place_in_queue"
    CHOOSE_PICKUP = "choose_pickup"
    FEES = "fees"
    AVAILABILITY = "availability"
    RECALLS = "recalls"
