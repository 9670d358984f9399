"""Builds the library's settings, its knowledge and the chats that answer with them.

The matcher, the holiday tables and the converter to Traditional are loaded on first use.
"""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.dialogue import Kind, Meaning
from chalicelib.knowledge.blob_store import BlobStore
from chalicelib.knowledge.chat import KnowledgeChat
from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.knowledge.matcher import Matcher
from chalicelib.knowledge.packing import unpack
from chalicelib.knowledge.ports import Reads, Train
from chalicelib.knowledge.published import Published
from chalicelib.knowledge.remembered import Remembered
from chalicelib.knowledge.slots import BranchNames
from chalicelib.knowledge.understanding import Understanding
from chalicelib.library.ports import CalendarDay, HolidayCalendar
from chalicelib.library.promises import DeskPromises
from chalicelib.library.service import CurrentSettings
from chalicelib.library.store import DocumentStore
from chalicelib.tables.connect import Wire

if TYPE_CHECKING:
    from chalicelib.wiring_editing import Editing


@dataclass(frozen=True)
class Knowledge:
    """All that is needed to understand readers and to answer them."""

    wire: Wire
    make_id: Callable[[], str]
    train: Train
    lends: bool = False

    @cached_property
    def documents(self) -> DocumentStore:
        return DocumentStore(self.wire)

    @cached_property
    def current(self) -> CurrentSettings:
        return CurrentSettings(self.documents, LateCalendar(), _load_yaml)

    @cached_property
    def promises(self) -> DeskPromises:
        return DeskPromises(self.current.hours)

    @cached_property
    def published(self) -> Published:
        return Published(self.current, BlobStore(), self.reads_with)

    @cached_property
    def chat(self) -> KnowledgeChat:
        return KnowledgeChat(self.published, self.current, self.lends)

    @cached_property
    def editing(self) -> "Editing":
        """What staff change; a reader's answer does without."""
        made: Editing = _on_demand("chalicelib.wiring_editing").Editing(self)
        return made

    def reads_with(self, body: bytes) -> Reads:
        return Understanding(Matcher(unpack(body)), self._branch_names)

    def _branch_names(self) -> BranchNames:
        branches = self.current.snapshot().library.branches
        return {branch.id: branch.names for branch in branches}

    def reads(self, said: str) -> Meaning:
        """What the words mean to the matcher that is published now."""
        reads = self.published.reads()
        return reads(said) if reads is not None else Meaning(Kind.OUT_OF_SCOPE)


class LateCalendar:
    """The holiday tables, loaded when a day is asked about."""

    @cached_property
    def _calendar(self) -> HolidayCalendar:
        made: HolidayCalendar = _on_demand("chalicelib.library.holidays").ChineseCalendar()
        return made

    def on(self, day: date) -> CalendarDay:
        return self._calendar.on(day)

    def knows(self, year: int) -> bool:
        return self._calendar.knows(year)


def _load_yaml(source: str) -> Any:
    """Needed for what was saved before it was kept as JSON too, and for what staff save."""
    return _on_demand("chalicelib.library.written").load_yaml(source)


def _teach(
    entries: Sequence[Entry], synonyms: Sequence[SynonymGroup], phrasings: Sequence[Phrasing]
) -> bytes:
    return bytes(_on_demand("chalicelib.knowledge.teaching").teach(entries, synonyms, phrasings))


teach: Train = Remembered(_teach)


def to_traditional(text: str) -> str:
    """Only publishing needs it: loading the tables takes a tenth of a second."""
    return str(_on_demand("chalicelib.knowledge.traditional").to_traditional(text))


def sheets() -> Any:
    """Reads and writes .xlsx files of entries."""
    return _on_demand("chalicelib.knowledge.sheets")


def _on_demand(module: str) -> Any:
    return importlib.import_module(module)
