"""One wish of one reader, on its way to the library system."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.circulation.words import Said
from chalicelib.clock import Clock
from chalicelib.errors import TryLater
from chalicelib.ils.model import Call, CardNumber
from chalicelib.readers.model import Card
from chalicelib.readers.words import shown

Note = Callable[[Mapping[str, str]], None]
"""Keeps what was chosen before it is done, so that a repeat means the same."""


def forgets(_: Mapping[str, str]) -> None:
    pass


@dataclass(frozen=True)
class Task:
    """One wish of one reader. `facts`: what `chat` wrote down of it."""

    card: Card
    cards: int
    facts: Mapping[str, str]
    say: Said
    deadline: datetime
    clock: Clock
    note: Note = forgets

    @property
    def call(self) -> Call:
        """Several calls of one wish share its time: each has what those before it left. Raises
        TryLater where nothing is."""
        now = self.clock()
        left = (self.deadline - now).total_seconds()
        if left <= 0:
            raise TryLater("no time is left to ask the library system")
        return Call(now, left)

    @property
    def number(self) -> CardNumber:
        return self.card.number

    @property
    def key(self) -> str:
        return self.facts["key"]

    @property
    def called(self) -> str:
        return shown(self.card, self.say.language)

    def list(self, name: str) -> list[str]:
        return [one for one in self.facts.get(name, "").split(",") if one]
