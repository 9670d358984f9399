"""Search in the library's own catalogue over SRU, in the shape the catalogue chat uses."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chalicelib.catalogue.grams import searchable, without_nation
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.planning import PAGE
from chalicelib.catalogue.service import Found, Hit, How
from chalicelib.errors import GiveUp, NotFound, TryLater
from chalicelib.ils.deadline import within
from chalicelib.ils.sru import cql
from chalicelib.ils.sru.client import Client
from chalicelib.ils.sru.model import Results, Ways
from chalicelib.ils.sru.records import hits_of, id_of, is_ours
from chalicelib.logs import fields, logger

log = logger("sru")
LEFT_ALONE_S = 20.0
BEST = 50
"""So many are looked at at once, and the closest shown first; beyond, the server's order counts."""


class Finds(Protocol):
    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found: ...

    def title(self, number: int) -> Record: ...


class SruSearch:
    """`copy` is the last import of the catalogue, asked where the server does not answer. A server
    that was silent is left alone for a while: no second reader waits for it in vain."""

    def __init__(
        self, client: Client, ways: Ways, copy: Finds, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._ways = ways
        self._copy = copy
        self._steady = steady
        self._silent_until_s = 0.0

    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found:
        """Raises TryLater, GiveUp where there is no answer and no copy either."""
        try:
            return self._live(said, page, branch)
        except (TryLater, GiveUp) as problem:
            log.warning("searched in the last copy", extra=fields(why=str(problem)))
            found = self._copy.find(said, page, now, branch)
            if not found.total:
                raise
            return found

    def title(self, number: int) -> Record:
        """Raises NotFound, TryLater, GiveUp."""
        if not is_ours(number):
            return self._copy.title(number)
        id = id_of(number)
        query = cql.by_id(id, self._ways.indexes, self._ways.relation)
        found = [hit.record for hit in self._hits(self._asked(query, 1, 2))]
        exact = [record for record in found if record.id == id]
        if not exact:
            raise NotFound("no such title")
        return exact[0]

    def _live(self, said: str, page: int, branch: str) -> Found:
        query = cql.query_of(said, self._ways.indexes, self._ways.relation)
        empty = Found(said, 0, page, (), How.NONE, said)
        if not query:
            return empty
        if page * PAGE >= BEST and not branch:
            results = self._asked(query, page * PAGE + 1, PAGE)
            return replace(empty, total=results.total, hits=self._hits(results), how=How.EXACT)
        results = self._asked(query, 1, BEST)
        if not results.total:
            return empty
        return _page(self._hits(results), replace(empty, total=results.total), branch)

    def _asked(self, query: str, start: int, most: int) -> Results:
        if self._steady() < self._silent_until_s:
            raise TryLater("SRU: silent a moment ago")
        try:
            return self._client.search(query, start, most, within(self._ways.patience_s))
        except TryLater:
            self._silent_until_s = self._steady() + LEFT_ALONE_S
            raise

    def _hits(self, results: Results) -> tuple[Hit, ...]:
        if results.unread:
            log.warning("records nobody can read", extra=fields(count=results.unread))
        return tuple(hits_of(results.records, self._ways))


def _page(hits: tuple[Hit, ...], found: Found, branch: str) -> Found:
    wanted = searchable(found.said)
    ranked = sorted(hits, key=lambda hit: _closeness(hit.record, wanted))
    named = bool(ranked) and _closeness(ranked[0].record, wanted) < _INSIDE
    shown = tuple(ranked[found.page * PAGE : (found.page + 1) * PAGE])
    if not branch:
        return replace(found, hits=shown, how=How.EXACT, named=named)
    there = [hit for hit in ranked if any(copy.branch == branch for copy in hit.record.copies)]
    if not there:
        first = tuple(ranked[:PAGE])
        return replace(found, total=len(first), hits=first, how=How.ELSEWHERE)
    at = tuple(there[found.page * PAGE : (found.page + 1) * PAGE])
    cut = found.total > len(hits)
    return replace(found, total=len(there), hits=at, how=How.EXACT, at_least=cut, named=named)


_INSIDE = 3


def _closeness(record: Record, wanted: str) -> int:
    """The very title, its beginning, its author; then words inside, then the rest."""
    title = searchable(record.title)
    if title == wanted:
        return 0
    if len(wanted) >= 4 and title.startswith(wanted):
        return 1
    if wanted in {searchable(without_nation(author)) for author in record.authors}:
        return 2
    return _INSIDE if wanted in title else _INSIDE + 1
