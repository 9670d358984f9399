"""A calendar whose days tests name, and documents in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.errors import BadRequest, Conflict, TryLater
from chalicelib.library.documents import KEPT_VERSIONS, MAX_CHARS, Document
from chalicelib.library.ports import CalendarDay, DayKind


@dataclass
class FakeCalendar:
    """Ordinary days but for those named; years from `unknown_from` on are not announced."""

    days: Mapping[date, CalendarDay] = field(default_factory=dict)
    unknown_from: int = 9999

    def on(self, day: date) -> CalendarDay:
        if not self.knows(day.year):
            return CalendarDay(DayKind.UNKNOWN)
        return self.days.get(day, CalendarDay())

    def knows(self, year: int) -> bool:
        return year < self.unknown_from


@dataclass
class FakeDocuments:
    held: dict[str, list[Document]] = field(default_factory=dict)
    reads: int = 0
    busy: bool = False

    def all(self) -> Mapping[str, Document]:
        if self.busy:
            raise TryLater("busy")
        self.reads += 1
        return {name: versions[-1] for name, versions in self.held.items() if versions}

    def save(self, document: Document, now: datetime) -> Document:
        if len(document.body) > MAX_CHARS:
            raise BadRequest("the document is too long")
        versions = self.held.setdefault(document.name, [])
        if len(versions) != document.version:
            raise Conflict("somebody else saved this document in between")
        saved = replace(document, version=document.version + 1, saved_at=now)
        versions.append(saved)
        return saved

    def history(self, name: str) -> tuple[Document, ...]:
        return tuple(reversed(self.held.get(name, [])))[:KEPT_VERSIONS]
