"""What the desk is told: slips of paper, as it were."""

from dataclasses import dataclass, field
from datetime import date

from chalicelib.ils.embedded.model import Card, Copy, Owed, Queued, Title
from chalicelib.ils.model import Hold, Loan, Patron, Reason


@dataclass(frozen=True)
class Done:
    """`reason` None: done. `send_to`: the branch this copy has to go to, '' where it stays;
    `kept_for`: the hold it serves now."""

    title: str = ""
    barcode: str = ""
    due: date | None = None
    reason: Reason | None = None
    fee: Owed | None = None
    card: str = field(default="", repr=False)
    kept_for: Queued | None = None
    send_to: str = ""


@dataclass(frozen=True)
class ToFetch:
    """One title to fetch from the shelf: any of `copies`, for the first of `holds`."""

    title: Title
    copies: tuple[Copy, ...]
    holds: tuple[Queued, ...]


@dataclass(frozen=True)
class Kept:
    """One copy on a hold shelf, or on its way there; no `hold`: it has to be put back."""

    title: Title
    copy: Copy
    hold: Queued | None

    @property
    def branch(self) -> str:
        return self.hold.pickup if self.hold else self.copy.branch


@dataclass(frozen=True)
class NewPin:
    """Shown once, kept as a hash only."""

    card: str = field(repr=False)
    pin: str = field(repr=False)


@dataclass(frozen=True)
class CardSheet:
    """A card as the desk sees it."""

    card: Card
    patron: Patron
    loans: tuple[Loan, ...]
    holds: tuple[Hold, ...]
