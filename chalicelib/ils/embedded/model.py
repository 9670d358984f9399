"""What a library without a system of its own keeps: cards, titles with their copies and queues.

A card and a title are each stored as one row. A loan stands in both, written in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.ils.model import FeeKind, HoldState

LONGEST_QUEUE = 200
MOST_COPIES = 500


@dataclass(frozen=True)
class Lent:
    """One loan on a card. `due` is a day of the library's calendar."""

    barcode: str
    title_id: str
    title: str
    due: date
    lent_at: datetime
    renewals: int = 0
    author: str = ""


@dataclass(frozen=True)
class Owed:
    """A fee not yet paid; `id` is made from the loan, so that it arises once."""

    id: str
    cents: int
    kind: FeeKind
    title: str
    barcode: str
    since: date


@dataclass(frozen=True)
class Card:
    """`kind` is a reader type's id, `secret` a password's hash, `blocked` the reason or ''.

    `holds`: hold id to title id, in the order they were placed.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    kind: str
    secret: str = field(repr=False)
    made: date
    expires: date | None = None
    blocked: str = ""
    loans: tuple[Lent, ...] = ()
    holds: Mapping[str, str] = field(default_factory=dict)
    fees: tuple[Owed, ...] = ()

    def loan(self, barcode: str) -> Lent | None:
        return next((loan for loan in self.loans if loan.barcode == barcode), None)

    def with_loan(self, loan: Lent) -> "Card":
        others = tuple(one for one in self.loans if one.barcode != loan.barcode)
        return replace(self, loans=(*others, loan))

    def without_loan(self, barcode: str) -> "Card":
        return replace(self, loans=tuple(one for one in self.loans if one.barcode != barcode))

    def with_hold(self, hold_id: str, title_id: str) -> "Card":
        return replace(self, holds={**self.holds, hold_id: title_id})

    def without_hold(self, hold_id: str) -> "Card":
        return replace(self, holds={k: v for k, v in self.holds.items() if k != hold_id})

    def with_fee(self, fee: Owed) -> "Card":
        return replace(self, fees=(*(one for one in self.fees if one.id != fee.id), fee))

    def without_fees(self, paid: frozenset[str]) -> "Card":
        return replace(self, fees=tuple(one for one in self.fees if one.id not in paid))

    @property
    def owed_cents(self) -> int:
        return sum(fee.cents for fee in self.fees)


@dataclass(frozen=True)
class Copy:
    """`branch` is where it was last seen; `lent_to` a card's number; `kept_for` a hold's id."""

    barcode: str
    home: str
    branch: str
    call_number: str = ""
    lendable: bool = True
    gone: bool = False
    """Lost or withdrawn."""
    lent_to: str = field(default="", repr=False)
    due: date | None = None
    kept_for: str = ""
    cleared: bool = False
    """It stands on the hold shelf for nobody any more, and has to be put back."""

    @property
    def is_free(self) -> bool:
        return self.lendable and not (self.gone or self.lent_to or self.kept_for)

    @property
    def could_serve(self) -> bool:
        return self.lendable and not self.gone


@dataclass(frozen=True)
class Queued:
    """A hold: WAITING, IN_TRANSIT or READY. `barcode` is the copy kept for it."""

    id: str
    card: str = field(repr=False)
    pickup: str
    placed_at: datetime
    state: HoldState = HoldState.WAITING
    barcode: str = ""
    ready_until: date | None = None


@dataclass(frozen=True)
class Title:
    """`queue`: holds still open, in the order they came, which is the order they are served."""

    id: str
    name: str
    author: str = ""
    copies: tuple[Copy, ...] = ()
    queue: tuple[Queued, ...] = ()

    def copy(self, barcode: str) -> Copy | None:
        return next((copy for copy in self.copies if copy.barcode == barcode), None)

    def hold(self, hold_id: str) -> Queued | None:
        return next((hold for hold in self.queue if hold.id == hold_id), None)

    def hold_of(self, card: str) -> Queued | None:
        return next((hold for hold in self.queue if hold.card == card), None)

    def with_copy(self, copy: Copy) -> "Title":
        """In its place, or as the last one."""
        if self.copy(copy.barcode) is None:
            return replace(self, copies=(*self.copies, copy))
        kept = (copy if one.barcode == copy.barcode else one for one in self.copies)
        return replace(self, copies=tuple(kept))

    def with_hold(self, hold: Queued) -> "Title":
        if self.hold(hold.id) is None:
            return replace(self, queue=(*self.queue, hold))
        return replace(self, queue=tuple(hold if one.id == hold.id else one for one in self.queue))

    def without_hold(self, hold_id: str) -> "Title":
        return replace(self, queue=tuple(one for one in self.queue if one.id != hold_id))

    @property
    def free(self) -> tuple[Copy, ...]:
        return tuple(copy for copy in self.copies if copy.is_free)

    @property
    def waiting(self) -> tuple[Queued, ...]:
        return tuple(hold for hold in self.queue if hold.state is HoldState.WAITING)

    @property
    def promised(self) -> tuple[Queued, ...]:
        """Waiting holds that a copy on the shelf is promised to: the first ones."""
        return self.waiting[: len(self.free)]

    @property
    def is_short(self) -> bool:
        """More wait than copies stand free."""
        return len(self.waiting) > len(self.free)
