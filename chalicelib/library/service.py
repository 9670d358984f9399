"""The library's settings: read by every message, changed by staff."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.errors import NotFound
from chalicelib.library.cache import MAX_AGE_S, Fresh
from chalicelib.library.documents import Document, Documents
from chalicelib.library.facts import all_names
from chalicelib.library.fields import Unreadable
from chalicelib.library.hours import OpeningHours
from chalicelib.library.model import Library
from chalicelib.library.ports import HolidayCalendar
from chalicelib.library.snapshot import EDITABLE, Load, Snapshot, as_json, snapshot

Check = Callable[[Snapshot], list[str]]
"""What would be wrong elsewhere if these settings were saved, in sentences for staff."""


class CurrentSettings:
    """What holds now; a warm process reads storage once a minute at most."""

    def __init__(
        self,
        documents: Documents,
        calendar: HolidayCalendar,
        load: Load,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calendar = calendar
        self._load = load
        self._documents = documents
        self._fresh: Fresh[tuple[Mapping[str, Document], Snapshot]] = Fresh(
            self._read, MAX_AGE_S, ticks
        )

    def snapshot(self) -> Snapshot:
        return self._fresh.get()[1]

    def document(self, name: str) -> Document:
        """Also documents of others, kept in the same place: they cost no further call."""
        return self._fresh.get()[0].get(name, Document(name))

    def hours(self) -> tuple[Library, OpeningHours]:
        held = self.snapshot()
        return held.library, held.hours

    def forget(self) -> None:
        self._fresh.forget()

    def parsed(self, documents: Mapping[str, Document]) -> Snapshot:
        return snapshot(documents, self._calendar, self._load)

    def plain(self, body: str) -> str:
        """As a document keeps it. Raises Unreadable."""
        return as_json(self._load(body))

    def _read(
        self, held: tuple[Mapping[str, Document], Snapshot] | None
    ) -> tuple[Mapping[str, Document], Snapshot]:
        documents = self._documents.all()
        if held is not None and held[1].same_as(documents):
            return documents, held[1]
        return documents, self.parsed(documents)


class LibrarySettings:
    """What staff may read and change. `checks` look at settings before they are saved, `saved`
    is told afterwards."""

    def __init__(
        self,
        documents: Documents,
        current: CurrentSettings,
        checks: tuple[Check, ...] = (),
        saved: tuple[Callable[[str, datetime], None], ...] = (),
    ) -> None:
        self._documents = documents
        self._current = current
        self._checks = checks
        self._saved = saved

    def read(self, name: str) -> Document:
        """Version 0 and no body where nobody has saved it. Raises NotFound for other names."""
        _check_name(name)
        return self._documents.all().get(name, Document(name))

    def check(self, name: str, body: str) -> Snapshot:
        """The settings as they would be. Raises Unreadable with all that is wrong."""
        _check_name(name)
        documents = {**self._documents.all()}
        documents[name] = replace(documents.get(name, Document(name)), body=body, plain="")
        parsed = self._current.parsed(documents)
        problems = [problem for check in self._checks for problem in check(parsed)]
        if problems:
            raise Unreadable(problems)
        return parsed

    def save(self, name: str, body: str, version: int, by: str, now: datetime) -> Document:
        """`version` is the one that was edited. Raises Unreadable, Conflict, NotFound."""
        self.check(name, body)
        plain = self._current.plain(body)
        document = self._documents.save(Document(name, body, version, None, by, plain), now)
        self._current.forget()
        for tell in self._saved:
            tell(by, now)
        return document

    def history(self, name: str) -> tuple[Document, ...]:
        _check_name(name)
        return self._documents.history(name)

    def warnings(self, now: datetime) -> list[str]:
        return self._current.snapshot().hours.warnings(now)

    def fact_names(self) -> list[tuple[str, str]]:
        """What templates can name, with what it shows now."""
        return all_names(self._current.snapshot().library)


def _check_name(name: str) -> None:
    if name not in EDITABLE:
        raise NotFound(f"no document {name}")
