"""What keeping and publishing questions and answers needs of storage and of the matcher."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.dialogue import Meaning
from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.texts.words import Language

Train = Callable[[Sequence[Entry], Sequence[SynonymGroup], Sequence[Phrasing]], bytes]
"""Teaches the matcher; what comes back is all it needs to understand readers."""
Reads = Callable[[str], Meaning]
ReadsWith = Callable[[bytes], Reads]
"""A matcher from what `Train` gave."""
ToTraditional = Callable[[str], str]


@dataclass(frozen=True)
class EntrySet:
    """All entries at one moment; `mark` changes with every change of any of them."""

    mark: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class EntryPage:
    entries: tuple[Entry, ...]
    after: str
    """'' on the last page."""


class Entries(Protocol):
    def all(self) -> EntrySet: ...

    def page(self, after: str, limit: int) -> EntryPage:
        """By id."""

    def get(self, entry_id: str) -> Entry:
        """Raises NotFound."""

    def put(self, entry: Entry, now: datetime) -> Entry:
        """Raises Conflict where `entry.version` is not the stored one."""

    def delete(self, entry_id: str, version: int) -> None:
        """Raises Conflict likewise."""

    def replace_all(self, entries: Sequence[Entry], mark: str, now: datetime) -> None:
        """All or nothing. Raises Conflict where `mark` is not the current one."""


class Blobs(Protocol):
    """Larger bytes that are written once under a name of their own."""

    def put(self, name: str, body: bytes, now: datetime) -> None: ...

    def get(self, name: str) -> bytes:
        """Raises NotFound."""

    def delete(self, name: str) -> None: ...


@dataclass(frozen=True)
class Gap:
    """A question nobody could answer, masked; `key` is made from its folded words."""

    key: str
    text: str
    language: Language
    count: int
    first: datetime
    last: datetime
    asker: str = ""
    """The pseudonym of the one reader who asked; '' once a second one did."""


@dataclass(frozen=True)
class GapPage:
    gaps: tuple[Gap, ...]
    after: str


KEEP_GAPS = timedelta(days=30)
"""After the question was asked last: no reader's words are kept longer."""


class Gaps(Protocol):
    def asked(self, limit: int) -> list[Gap]:
        """Questions as they were asked and not yet counted, oldest first."""

    def count(
        self, key: str, text: str, language: Language, now: datetime, asker: str = ""
    ) -> None:
        """One more time; kept 30 days after the last."""

    def get(self, key: str) -> Gap:
        """Raises NotFound."""

    def page(self, after: str, limit: int) -> GapPage:
        """Asked last comes first."""

    def delete(self, key: str) -> None:
        """Also where there is none."""

    def forget(self, asker: str) -> int:
        """Questions that this reader alone has asked, counted or not; returns how many."""

    def forget_before(self, moment: datetime) -> None:
        """Some of those asked last before `moment`; the table's TTL may be slow, or not there."""
