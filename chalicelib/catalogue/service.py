"""Search: what a reader typed to a page of titles, in two calls to storage."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.catalogue.answers import Ranking, exact, names_it
from chalicelib.catalogue.grams import fields_of, searchable
from chalicelib.catalogue.guesses import (
    Closeness,
    allowed_errors,
    closest,
    heard_as,
    longest_inside,
    same_sound,
    similar,
    split,
)
from chalicelib.catalogue.json_rows import record_from_row
from chalicelib.catalogue.lists import ListReader, Lists, Tally
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.planning import PAGE, Plan, plan
from chalicelib.catalogue.ports import Blobs
from chalicelib.catalogue.question import Question, Term, understand
from chalicelib.catalogue.state import record_name
from chalicelib.errors import NotFound

MOST_SCANNED = 60


class How(StrEnum):
    """How the titles were found; everything but `EXACT` is said to the reader.

    `SPLIT`: a title and author written in one go; `ELSEWHERE`: not at the branch asked for.
    """

    EXACT = "exact"
    SPLIT = "split"
    SOUND = "sound"
    TYPO = "typo"
    NEAR = "near"
    ELSEWHERE = "elsewhere"
    NONE = "none"


@dataclass(frozen=True)
class Hit:
    number: int
    record: Record


@dataclass(frozen=True)
class Found:
    """One page. `at_least`: there may be more than `total`, which only looked at the best 60.

    `meant` is the corrected question where one was found, else what was asked.
    """

    said: str
    total: int
    page: int
    hits: tuple[Hit, ...]
    how: How = How.EXACT
    meant: str = ""
    at_least: bool = False
    named: bool = False
    """The best title or its author is what was asked, letter for letter."""
    copied: datetime | None = None
    """When what is shown was copied from the library system; None where it is as of now."""
    tally: Tally = field(default_factory=Tally, compare=False)

    @property
    def has_next(self) -> bool:
        return (self.page + 1) * PAGE < self.total

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)


class Search:
    """`blobs` is the catalogue's store. Safe to share between threads: state is a cached layout."""

    def __init__(self, blobs: Blobs) -> None:
        self._reader = ListReader(blobs)

    def find(self, said: str, page: int, now: datetime, branch: str = "") -> Found:
        """`page` counts from 0; `branch` keeps titles that have a copy there."""
        question = understand(said)
        tally = Tally()
        if not question.terms and not question.number:
            return Found(said, 0, 0, (), How.NONE, said, tally=tally)
        layout = self._reader.layout(now)
        planned = plan(question, layout, page)
        lists = self._reader.read(planned.wanted, now, tally)
        ranking = exact(planned, lists)
        copied = layout.state.copied
        found = Found(said, ranking.total, page, (), meant=said, copied=copied, tally=tally)
        if ranking.total and (branch or planned.unread):
            return self._checked(found, ranking, planned, branch)
        if ranking.total:
            hits = self._hits(_page(ranking, page), tally)
            return replace(found, hits=hits, named=names_it(planned, ranking))
        return self._guessed(found, question, lists)

    def title(self, number: int) -> Record:
        """Raises NotFound when the title has gone or moved; search again then."""
        hits = self._hits([number], Tally())
        if not hits:
            raise NotFound("no such title")
        return hits[0].record

    def _hits(self, numbers: Sequence[int], tally: Tally) -> tuple[Hit, ...]:
        bodies = self._reader.bodies([record_name(n) for n in numbers], tally)
        known = [n for n in numbers if record_name(n) in bodies]
        return tuple(Hit(n, read_record(bodies[record_name(n)])) for n in known)

    def _checked(self, found: Found, ranking: Ranking, planned: Plan, branch: str) -> Found:
        """Terms and branch that no list was read for are looked up in the records."""
        hits = self._hits(ranking.numbers[:MOST_SCANNED], found.tally)
        found.tally.checked += len(hits)
        fits = [hit for hit in hits if _fits(hit.record, planned.unread, branch)]
        at_least = ranking.total > len(hits)
        if not fits and not planned.unread:
            first = tuple(hits[:PAGE])
            return replace(found, total=len(first), hits=first, how=How.ELSEWHERE)
        how = How.EXACT if fits else How.NONE
        shown = tuple(fits[found.page * PAGE : (found.page + 1) * PAGE])
        return replace(found, total=len(fits), hits=shown, at_least=at_least, how=how)

    def _guessed(self, found: Found, question: Question, lists: Lists) -> Found:
        if len(question.terms) != 1 or question.terms[0].is_latin:
            return replace(found, how=How.NONE)
        term = question.terms[0]
        cut = split(term, lists)
        if cut.ranking.total:
            return self._as(found, cut.ranking, How.SPLIT, " ".join(cut.words))
        heard = same_sound(term, lists)
        if heard.total:
            guess = self._as(found, heard, How.SOUND, "")
            first = guess.hits[0].record if guess.hits else None
            return replace(guess, meant=(heard_as(term, first) if first else "") or found.said)
        return self._compared(found, term, similar(term, lists))

    def _as(self, found: Found, ranking: Ranking, how: How, meant: str) -> Found:
        hits = self._hits(_page(ranking, found.page), found.tally)
        return replace(found, total=ranking.total, hits=hits, how=how, meant=meant)

    def _compared(self, found: Found, term: Term, candidates: list[int]) -> Found:
        """Titles a letter away from the term; else near ones, else nothing."""
        hits = self._hits(candidates, found.tally)
        found.tally.checked += len(hits)
        scored = sorted(
            ((closest(term, hit.record), hit) for hit in hits),
            key=lambda pair: (pair[0].errors, len(pair[1].record.title), pair[1].number),
        )
        right = [pair for pair in scored if pair[0].errors <= allowed_errors(term)]
        near = [pair for pair in scored if pair[0].errors * 2 <= len(term.text)]
        near = near or _inside(term, scored)
        how = How.TYPO if right else How.NEAR if near else How.NONE
        kept = right or near[:PAGE]
        shown = tuple(hit for _, hit in kept[found.page * PAGE : (found.page + 1) * PAGE])
        meant = right[0][0].words if right else found.said
        return replace(found, total=len(kept), hits=shown, how=how, meant=meant)


def _inside(term: Term, scored: list[tuple[Closeness, Hit]]) -> list[tuple[Closeness, Hit]]:
    """Titles and authors that stand whole in a longer question, the longest name first."""
    sized = [(longest_inside(term, pair[1].record), pair) for pair in scored]
    ordered = sorted(sized, key=lambda one: -one[0])
    return [pair for length, pair in ordered if length >= 2]


def read_record(body: bytes) -> Record:
    return record_from_row(json.loads(body))


def _page(ranking: Ranking, page: int) -> list[int]:
    return ranking.numbers[page * PAGE : (page + 1) * PAGE]


def _fits(record: Record, terms: frozenset[Term], branch: str) -> bool:
    if branch and not any(copy.branch == branch for copy in record.copies):
        return False
    texts = [text for text, _, _ in fields_of(record)] + [searchable(s) for s in record.subjects]
    return all(any(term.text in text for text in texts) for term in terms)
