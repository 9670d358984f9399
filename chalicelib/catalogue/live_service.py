"""Search whose copies stand where the library system says they stand now."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chalicelib.catalogue.model import Copy, Record
from chalicelib.catalogue.service import Found
from chalicelib.clock import Clock
from chalicelib.errors import GiveUp, Misconfigured, TryLater
from chalicelib.ils.model import Availability, Call, Item, Wanted
from chalicelib.ils.ports import Circulation

PATIENCE_S = 1.0
_UNKNOWN = (TryLater, GiveUp, Misconfigured)
"""Books are found also where the system is down or wrongly set up."""


class Finds(Protocol):
    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found: ...

    def title(self, number: int) -> Record: ...


class LiveSearch:
    """One call to the library system for a page of titles, or for one title. What the system does
    not know stays as the catalogue has it.

    Without `pages` only a title that is opened is asked about: a system elsewhere is asked copy
    by copy, and a page of five titles may have dozens.
    """

    def __init__(
        self, search: Finds, system: Circulation, clock: Clock, pages: bool = True
    ) -> None:
        self._search = search
        self._system = system
        self._clock = clock
        self._pages = pages

    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found:
        """Where the system does not answer, as the catalogue has it, and its age stays said."""
        found = self._search.find(said, page, now, branch)
        if not self._pages:
            return found
        try:
            records = self._live([hit.record for hit in found.hits])
        except _UNKNOWN:
            return found
        hits = zip(found.hits, records, strict=True)
        live = tuple(replace(hit, record=record) for hit, record in hits)
        return replace(found, hits=live, copied=None)

    def title(self, number: int) -> Record:
        record = self._search.title(number)
        try:
            return self._live([record])[0]
        except _UNKNOWN:
            return record

    def _live(self, records: list[Record]) -> list[Record]:
        wanted = [_wanted(record) for record in records if record.copies]
        if not wanted:
            return records
        known = self._system.availability(wanted, Call(self._clock(), PATIENCE_S))
        return [_as_it_stands(record, known.get(record.id)) for record in records]


def _wanted(record: Record) -> Wanted:
    return Wanted(record.id, record.title, tuple(copy.barcode for copy in record.copies))


def _as_it_stands(record: Record, known: Availability | None) -> Record:
    if known is None:
        return record
    items = {item.barcode: item for item in known.items}
    return replace(record, copies=tuple(_now(copy, items) for copy in record.copies))


def _now(copy: Copy, items: dict[str, Item]) -> Copy:
    item = items.get(copy.barcode)
    if item is None:
        return copy
    due = item.due.day if item.due else None
    return replace(copy, status=item.state, due=due, branch=item.branch or copy.branch)
