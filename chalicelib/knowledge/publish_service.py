"""Publishing: entries and settings become what readers see, whole or not at all.

The new texts and the new model are stored under names of their own; one conditional write of a
small document then names both. A reader's process goes by that document alone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.errors import BadRequest, Conflict, NotFound, TryLater
from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.knowledge.ports import Blobs, Entries, Reads, ReadsWith, ToTraditional, Train
from chalicelib.knowledge.publication import make, pack, problems_of
from chalicelib.knowledge.published import POINTER, Pointer, Published, SettingsNow, read_pointer
from chalicelib.library.documents import Document
from chalicelib.library.snapshot import Snapshot
from chalicelib.texts import knowledge_staff as texts

KEPT = 3
"""Publications whose parts stay: other processes may still be reading the last ones."""


class SavedDocuments(Protocol):
    def save(self, document: Document, now: datetime) -> Document: ...


class Teaching(Protocol):
    def synonyms(self) -> Sequence[SynonymGroup]: ...

    def phrasings(self) -> Sequence[Phrasing]: ...

    def mark(self) -> str:
        """Changes with every change of either."""


@dataclass(frozen=True)
class Report:
    """`changed`: entries or teaching were edited since they were last published."""

    version: int
    at: datetime | None
    by: str
    entries: int
    changed: bool
    problems: tuple[str, ...]


class Publisher:
    def __init__(
        self,
        entries: Entries,
        teaching: Teaching,
        settings: SettingsNow,
        documents: SavedDocuments,
        blobs: Blobs,
        published: Published,
        train: Train,
        traditional: ToTraditional,
        make_id: Callable[[], str],
    ) -> None:
        self._entries = entries
        self._teaching = teaching
        self._settings = settings
        self._documents = documents
        self._blobs = blobs
        self._published = published
        self._train = train
        self._traditional = traditional
        self._make_id = make_id

    def report(self) -> Report:
        self._settings.forget()
        settings = self._settings.snapshot()
        held = self._entries.all()
        document = self._settings.document(POINTER)
        pointer = read_pointer(document)
        changed = (
            pointer is None
            or pointer.mark != self._mark(held.mark)
            or pointer.settings != _settings_mark(settings)
        )
        problems = tuple(problems_of(held.entries, settings))
        return Report(
            document.version,
            document.saved_at,
            document.saved_by,
            len(held.entries),
            changed,
            problems,
        )

    def publish(self, by: str, now: datetime) -> Report:
        """Raises Unreadable with all that is wrong; Conflict when somebody else publishes too."""
        self._settings.forget()
        settings = self._settings.snapshot()
        if not settings.ready:
            raise BadRequest(texts.NO_FACTS)
        held = self._entries.all()
        publication = make(held.entries, settings, self._traditional)
        mark = self._mark(held.mark)
        model = self._train(
            held.entries, tuple(self._teaching.synonyms()), tuple(self._teaching.phrasings())
        )
        answers_name, model_name = self._new_name("answers"), self._new_name("model")
        self._blobs.put(model_name, model, now)
        self._blobs.put(answers_name, pack(publication), now)
        self._point(Pointer(answers_name, model_name, mark, _settings_mark(settings)), by, now)
        return self.report()

    def refresh(self, by: str, now: datetime) -> None:
        """Makes the published texts again from settings that changed; the model stays."""
        self._settings.forget()
        pointer = self._published.pointer()
        if pointer is None:
            return
        source = self._published.publication().source
        settings = self._settings.snapshot()
        publication = make(source, settings, self._traditional)
        name = self._new_name("answers")
        self._blobs.put(name, pack(publication), now)
        new = Pointer(name, pointer.model, pointer.mark, _settings_mark(settings))
        self._point(new, by, now)

    def settings_problems(self, settings: Snapshot) -> list[str]:
        """What published entries would lack if these settings were saved."""
        return problems_of(self._published.publication().source, settings)

    def draft_reads(self, reads_with: ReadsWith) -> Reads:
        """A matcher taught from the entries as they are edited now, unpublished."""
        model = self._train(
            self._entries.all().entries,
            tuple(self._teaching.synonyms()),
            tuple(self._teaching.phrasings()),
        )
        return reads_with(model)

    def draft_entries(self) -> Sequence[Entry]:
        return self._entries.all().entries

    def _mark(self, entries_mark: str) -> str:
        return f"{entries_mark}|{self._teaching.mark()}"

    def _new_name(self, kind: str) -> str:
        return f"{kind}@{self._make_id()}"

    def _point(self, new: Pointer, by: str, now: datetime) -> None:
        document = self._settings.document(POINTER)
        before = read_pointer(document)
        older, gone = _outlived(before, new)
        body = json.dumps(asdict(replace(new, older=older)))
        try:
            self._documents.save(Document(POINTER, body, document.version, saved_by=by), now)
        except Conflict:
            self._drop(
                (new.answers, *(() if before and before.model == new.model else (new.model,)))
            )
            raise
        self._settings.forget()
        self._drop(gone)

    def _drop(self, names: Sequence[str]) -> None:
        for name in names:
            try:
                self._blobs.delete(name)
            except (TryLater, NotFound):
                continue


def _settings_mark(settings: Snapshot) -> str:
    return ".".join(f"{name}{version}" for name, version in sorted(settings.versions.items()))


def _outlived(before: Pointer | None, new: Pointer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names to keep a while longer and names to delete now."""
    if before is None:
        return (), ()
    left = {before.answers, before.model} - {new.answers, new.model}
    older = (*before.older, *sorted(left))
    return older[-2 * KEPT :], older[: -2 * KEPT]
