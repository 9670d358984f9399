"""What the console needs of the embedded library system; None where the library has another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.ils.embedded.model import Copy
from chalicelib.ils.embedded.rules import TermsAt
from chalicelib.ils.embedded.slips import CardSheet, Done, Kept, NewPin, ToFetch
from chalicelib.ils.model import CardNumber


class Desk(Protocol):
    """`ils/embedded/desk`. All of it may be repeated. Raises NotFound for an unknown card."""

    def lend(self, card: str, barcode: str, now: datetime) -> Done: ...

    def take_back(self, barcode: str, branch: str, now: datetime) -> Done: ...

    def renew(self, card: str, barcode: str, seen: date, now: datetime) -> Done: ...

    def cancel_hold(self, card: str, hold_id: str, now: datetime) -> None: ...

    def to_fetch(self, branch: str, after: str, most: int) -> tuple[list[ToFetch], str]: ...

    def hold_shelf(self, branch: str, after: str, most: int) -> tuple[list[Kept], str]: ...


class Cards(Protocol):
    """`ils/embedded/registry`. A PIN is made by chance and shown once."""

    def register(self, number: CardNumber, name: str, kind: str, now: datetime) -> NewPin: ...

    def new_pin(self, number: str, now: datetime) -> NewPin: ...

    def block(self, number: str, why: str) -> None: ...

    def extend(self, number: str, now: datetime) -> None: ...

    def pay(self, number: str, fees: frozenset[str], key: str, now: datetime) -> int: ...

    def remove(self, number: str) -> None: ...

    def sheet(self, number: CardNumber, now: datetime) -> CardSheet: ...


class Copies(Protocol):
    def add(self, title_id: str, name: str, author: str, copy: Copy) -> None: ...

    def mark_gone(self, barcode: str, gone: bool) -> None: ...


@dataclass(frozen=True)
class Lending:
    desk: Desk
    cards: Cards
    copies: Copies
    terms: TermsAt
    mark: Callable[[str], str]
    """What stands for a card in the audit, the same each time."""
    unbind: Callable[[str], None]
    """Takes a card that is gone from all readers who bound it."""
