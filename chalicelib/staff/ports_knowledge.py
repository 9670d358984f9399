"""What the console needs of the library's knowledge: entries, gaps, trials, publishing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.dialogue import Kind
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.ports import EntryPage, Gap, GapPage
from chalicelib.knowledge.starter_answers import Offer
from chalicelib.library.documents import Document
from chalicelib.texts.words import Language


class Change(Protocol):
    @property
    def after(self) -> Entry: ...
    @property
    def fields(self) -> tuple[str, ...]: ...


class Preview(Protocol):
    """What an import would do; `mark` goes back with the decision."""

    @property
    def mark(self) -> str: ...
    @property
    def added(self) -> tuple[Entry, ...]: ...
    @property
    def changed(self) -> Sequence[Change]: ...
    @property
    def removed(self) -> tuple[Entry, ...]: ...
    @property
    def unchanged(self) -> int: ...


class EntryDesk(Protocol):
    def page(self, after: str, limit: int) -> EntryPage: ...

    def get(self, entry_id: str) -> Entry:
        """Raises NotFound."""

    def read(self, held: dict[str, Any]) -> Entry:
        """From plain values. Raises Unreadable."""

    def save(self, entry: Entry, by: str, now: datetime) -> Entry:
        """Raises Unreadable, Conflict."""

    def delete(self, entry_id: str, version: int) -> None:
        """Raises Conflict."""

    def export(self) -> list[dict[str, Any]]: ...

    def preview(self, wanted: Sequence[Entry], keep_others: bool) -> Preview:
        """Raises Unreadable with all that is wrong."""

    def apply(
        self, wanted: Sequence[Entry], keep_others: bool, mark: str, by: str, now: datetime
    ) -> Preview:
        """All or nothing. Raises Conflict where entries changed since the preview."""


class GapDesk(Protocol):
    def get(self, key: str) -> Gap:
        """Raises NotFound."""

    def page(self, after: str, limit: int) -> GapPage: ...

    def dismiss(self, key: str) -> None: ...

    def to_new_entry(self, key: str, entry: Entry, by: str, now: datetime) -> Entry: ...

    def to_known_entry(self, key: str, entry_id: str, by: str, now: datetime) -> None: ...

    def to_nothing(self, key: str, by: str, now: datetime) -> None: ...


class Tried(Protocol):
    @property
    def kind(self) -> Kind: ...
    @property
    def topics(self) -> tuple[str, ...]: ...
    @property
    def sure(self) -> float: ...
    @property
    def reply(self) -> str: ...


class Trial(Protocol):
    def published(self, text: str, language: Language, now: datetime) -> Tried: ...

    def draft(self, text: str, now: datetime) -> Tried: ...


class PublishReport(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def at(self) -> datetime | None: ...
    @property
    def by(self) -> str: ...
    @property
    def entries(self) -> int: ...
    @property
    def changed(self) -> bool: ...
    @property
    def problems(self) -> tuple[str, ...]: ...


class Publishing(Protocol):
    def report(self) -> PublishReport: ...

    def publish(self, by: str, now: datetime) -> PublishReport:
        """Raises Unreadable with all that is wrong, Conflict. `changed` stays true where the work
        was only begun."""


class Synonyms(Protocol):
    def synonyms_document(self) -> Document: ...

    def save_synonyms(self, body: str, version: int, by: str, now: datetime) -> Document:
        """Raises Unreadable, Conflict."""


@dataclass(frozen=True)
class KnowledgeDesk:
    """`read_sheet` and `write_sheet` are for .xlsx files, and load what that needs when called.
    `teaches_at_once`: False where a request is too short for teaching the matcher."""

    entries: EntryDesk
    gaps: GapDesk
    trial: Trial
    publisher: Publishing
    teaching: Synonyms
    read_sheet: Callable[[bytes], Sequence[Entry]]
    write_sheet: Callable[[Sequence[Entry]], bytes]
    starter: Callable[[], Offer]
    teaches_at_once: bool = True
