"""Opening, reading and answering cases."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chalicelib.clock import library_day
from chalicelib.errors import BadRequest, Conflict
from chalicelib.feedback.model import Author, Case, CaseFull, CaseKind, CasePage, CaseState, Entry
from chalicelib.texts import feedback as texts
from chalicelib.texts.words import Language

MAX_TEXT = 2000
"""Characters of one entry; WeChat lets a reader type about as many."""
MAX_ENTRIES = 100
READERS_BYTES = 250_000
STAFFS_BYTES = 350_000
"""A row holds 400 kB at most; what readers may not fill is left for answers and notes."""
ENTRY_BYTES = 300
"""Of one entry, its words apart."""
TRIES = 3
"""How often an addition is tried when staff change the case at the same moment."""


class Cases(Protocol):
    """What the rules need of storage."""

    def open(self, case: Case, day_of_number: str) -> Case:
        """Once per origin: the same message again gives the same case."""

    def get(self, number: str) -> Case:
        """Raises NotFound."""

    def save(self, case: Case) -> Case:
        """Raises Conflict where somebody saved in between."""

    def save_and_tell(self, case: Case, notice_id: str, text: str, now: datetime) -> Case:
        """Saves, and in the same transaction leaves the reader a notice."""

    def of_reader(self, reader: str, after: str, limit: int) -> CasePage: ...

    def in_state(self, state: CaseState, after: str, limit: int) -> CasePage: ...


class Promises(Protocol):
    """When a person will have answered, from the desk's opening hours."""

    def due(self, kind: CaseKind, now: datetime) -> datetime: ...


class Feedback:
    def __init__(self, cases: Cases, promises: Promises, timezone: str) -> None:
        self._cases = cases
        self._promises = promises
        self._timezone = timezone

    def open(
        self, kind: CaseKind, reader: str, origin: str, text: str, language: Language, now: datetime
    ) -> Case:
        """A numbered case with a promised time; the same `origin` again gives the same case."""
        entry = Entry(origin, Author.READER, now, text[:MAX_TEXT])
        due = self._promises.due(kind, now)
        entries = (entry,) if text else ()
        new = Case("", origin, kind, CaseState.NEW, reader, language, now, due, entries)
        return self._cases.open(new, library_day(now, self._timezone).isoformat())

    def add(self, number: str, entry: Entry) -> Case:
        """Once per entry id. A reader's word on an answered case opens it again.

        Raises CaseFull.
        """
        for _ in range(TRIES - 1):
            try:
                return self._added(number, entry)
            except Conflict:
                continue
        return self._added(number, entry)

    def _added(self, number: str, entry: Entry) -> Case:
        case = self._cases.get(number)
        if any(held.id == entry.id for held in case.entries):
            return case
        _check_room(case, entry)
        state = _after(case.state, entry.author)
        return self._cases.save(_with(case, entry, state))

    def answer(self, number: str, entry: Entry, now: datetime) -> Case:
        """Staff's answer; it reaches the reader as a notice written with it. Raises CaseFull."""
        case = self._cases.get(number)
        if any(held.id == entry.id for held in case.entries):
            return case
        if not entry.text.strip():
            raise BadRequest("an answer needs words")
        if case.state is CaseState.CLOSED:
            raise Conflict("a closed case cannot be answered")
        _check_room(case, entry)
        answered = _with(case, entry, CaseState.ANSWERED)
        if not case.reader:
            return self._cases.save(answered)
        text = texts.ANSWERED.say(case.language, number=number, answer=entry.text)
        return self._cases.save_and_tell(answered, f"case-{number}-{entry.id}", text, now)

    def move(self, number: str, to: CaseState, by: str) -> Case:
        """Raises Conflict where the state does not allow it."""
        case = self._cases.get(number)
        case.check_move(to)
        assigned = by if to is CaseState.IN_HAND else case.assigned
        return self._cases.save(replace(case, state=to, assigned=assigned))

    def get(self, number: str) -> Case:
        return self._cases.get(number)

    def of_reader(self, reader: str, after: str = "", limit: int = 5) -> CasePage:
        return self._cases.of_reader(reader, after, limit)

    def in_state(self, state: CaseState, after: str = "", limit: int = 20) -> CasePage:
        return self._cases.in_state(state, after, limit)


def _check_room(case: Case, entry: Entry) -> None:
    """Entries are counted for readers alone: the last word is staff's."""
    is_readers = entry.author is Author.READER
    most = READERS_BYTES if is_readers else STAFFS_BYTES
    held = sum(ENTRY_BYTES + len(one.text.encode()) for one in (*case.entries, entry))
    if held > most or (is_readers and len(case.entries) >= MAX_ENTRIES):
        raise CaseFull(case.number, case.language)


def _after(state: CaseState, author: Author) -> CaseState:
    reopened = author is Author.READER and state in (CaseState.ANSWERED, CaseState.CLOSED)
    return CaseState.IN_HAND if reopened else state


def _with(case: Case, entry: Entry, state: CaseState) -> Case:
    return replace(case, state=state, entries=(*case.entries, entry))
