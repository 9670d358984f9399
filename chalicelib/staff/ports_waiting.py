"""What the console needs of those who wait for the library system; None where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Waiting:
    """One wish in line. `card` '' where the reader has unbound it; `items` are barcodes, where
    they are known. `unsure`: an answer was lost, it may have been done."""

    place: str
    asked: datetime
    until: datetime
    wish: str
    card: str
    items: Sequence[str]
    tries: int
    unsure: bool
    aside: bool


class WaitingLine(Protocol):
    def page(self, after: str, most: int) -> tuple[list[Waiting], str]:
        """The oldest first, and where to go on."""

    def settle(self, place: str, done: bool, word: str, now: datetime) -> None:
        """Ends it by hand and tells the reader. Raises NotFound, BadRequest without a word to
        what is not done, Conflict while it is being tried or where it has ended."""
