"""Cases: what readers ask a person, complain about, suggest or praise, and what became of it."""

import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from chalicelib.errors import BadRequest, Conflict
from chalicelib.texts import privacy as privacy_texts
from chalicelib.texts.words import Language


class CaseKind(StrEnum):
    QUESTION = "question"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class CaseState(StrEnum):
    NEW = "new"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    CLOSED = "closed"


MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.NEW: frozenset({CaseState.IN_HAND, CaseState.ANSWERED, CaseState.CLOSED}),
    CaseState.IN_HAND: frozenset({CaseState.NEW, CaseState.ANSWERED, CaseState.CLOSED}),
    CaseState.ANSWERED: frozenset({CaseState.IN_HAND, CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.IN_HAND}),
}


class Author(StrEnum):
    READER = "reader"
    STAFF = "staff"
    NOTE = "note"
    """A note among staff; it never leaves the house."""


@dataclass(frozen=True)
class Entry:
    """One contribution. `id` is made from what caused it, so adding twice adds once."""

    id: str
    author: Author
    at: datetime
    text: str
    by: str = ""
    """The member of staff who wrote it."""
    pictures: tuple[str, ...] = ()
    """File keys of what came with it."""


@dataclass(frozen=True)
class Case:
    """`number` is what the reader is told, such as `1121-4827`; `origin` the message behind it.

    `reader` is '' once the reader asked to be forgotten; the case itself survives.
    """

    number: str
    origin: str
    kind: CaseKind
    state: CaseState
    reader: str
    language: Language
    opened: datetime
    due: datetime
    entries: tuple[Entry, ...]
    assigned: str = ""
    version: int = 0

    def heading(self) -> str:
        """The first words of it, for lists."""
        return next((e.text for e in self.entries if e.text), "")[:40]

    def last_answer(self) -> Entry | None:
        answers = [e for e in self.entries if e.author is Author.STAFF]
        return answers[-1] if answers else None

    def overdue(self, now: datetime) -> bool:
        return self.state in (CaseState.NEW, CaseState.IN_HAND) and now > self.due

    def check_move(self, to: CaseState) -> None:
        """Raises Conflict where the move is not allowed."""
        if to is not self.state and to not in MOVES[self.state]:
            raise Conflict(f"a case cannot go from {self.state} to {to}")


class CaseFull(BadRequest):
    """No more goes into this case; `str()` is what staff read."""

    def __init__(self, number: str, language: Language) -> None:
        super().__init__("the case is full")
        self.number = number
        self.language = language


@dataclass(frozen=True)
class CasePage:
    """Newest first, or oldest due first; `after` is '' on the last page."""

    cases: tuple[Case, ...]
    after: str = ""


def without_reader(case: Case) -> Case:
    """What survives the reader: kind, times, and what staff wrote."""
    entries = tuple(_redacted(e) if e.author is Author.READER else e for e in case.entries)
    return replace(case, reader="", entries=entries)


def _redacted(entry: Entry) -> Entry:
    return replace(entry, text=privacy_texts.REDACTED, pictures=())


def case_number(day: date, origin: str, attempt: int) -> str:
    """Month and day, then four digits made from the message: creating twice is one case.

    Where two messages of one day meet on a number, the next `attempt` gives another.
    """
    return f"{day:%m%d}-{zlib.crc32(f'{origin}/{day.year}/{attempt}'.encode()) % 10_000:04d}"
