"""Lists to a ranking: how many titles match exactly, and which come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.catalogue.buckets import Head, ranked
from chalicelib.catalogue.lists import Lists
from chalicelib.catalogue.phrases import (
    Gram,
    cover,
    initial_grams,
    phrase,
    syllable_grams,
    text_grams,
)
from chalicelib.catalogue.places import IS_AUTHOR, STARTS_TITLE
from chalicelib.catalogue.planning import Plan, subject_key
from chalicelib.catalogue.postings import Postings
from chalicelib.catalogue.question import Term

Ranked = Sequence[tuple[int, int]]
"""Grade and number, best first."""
_NAME_OF_SERIES = 4
_WAYS = 3
"""A word itself, its syllables, its initials: the order among equal grades."""


@dataclass(frozen=True)
class Ranking:
    """`total` titles match; `best` are the first of them: all, unless the list was cut."""

    total: int
    best: Ranked

    @property
    def numbers(self) -> list[int]:
        return [number for _, number in self.best]


NONE = Ranking(0, ())


def exact(plan: Plan, lists: Lists) -> Ranking:
    """Of the terms that were read; `Plan.unread` ones are left to be checked."""
    question = plan.question
    if question.number:
        return _listed(lists, question.number)
    read = [term for term in question.terms if term not in plan.unread]
    if len(question.terms) > 1:
        return both([graded(term, lists) for term in read])
    term = read[0]
    if term.is_latin:
        return _sorted(graded(term, lists))
    if len(term.text) <= 2:
        return _listed(lists, term.text)
    return _after(_sorted(phrase_of(text_grams(term.text), lists)), _subjects(term, lists))


def names_it(plan: Plan, ranking: Ranking) -> bool:
    """Whether the best match is a whole title or author, or a title begins with four and more
    Chinese characters of it, as a series' name does: not just words in one."""
    if plan.question.number or not ranking.best:
        return bool(ranking.best)
    words = plan.question.terms
    scaled = len(words) > 1 or words[0].is_latin
    begins = len(words) == 1 and not words[0].is_latin and len(words[0].text) >= _NAME_OF_SERIES
    worst = STARTS_TITLE if begins else IS_AUTHOR * len(words)
    return ranking.best[0][0] // (_WAYS if scaled else 1) <= worst


def graded(term: Term, lists: Lists) -> Mapping[int, int]:
    """Every title this term matches; grades of all ways are comparable."""
    ways = [_text(term, lists)]
    if term.is_latin:
        heard = [phrase_of(syllable_grams(reading), lists) for reading in term.readings]
        ways += [
            _best(heard),
            phrase_of(initial_grams(term.initials), lists) if term.initials else {},
        ]
    return _best([{n: grade * _WAYS + i for n, grade in way.items()} for i, way in enumerate(ways)])


def _text(term: Term, lists: Lists) -> Mapping[int, int]:
    if len(term.text) <= 2:
        return phrase_of(text_grams(term.text), lists)
    in_subjects = phrase_of([Gram(subject_key(term.text), 0, 1)], lists)
    return _best([in_subjects, phrase_of(text_grams(term.text), lists)])


def phrase_of(grams: Sequence[Gram], lists: Lists) -> dict[int, int]:
    """Empty also where a list that is needed was not read."""
    found: list[tuple[Gram, Postings]] = []
    for gram in cover(grams):
        postings = lists.whole(gram.key)
        if postings is None or not postings.numbers:
            return {}
        found.append((gram, postings))
    return phrase(found)


def both(terms: Sequence[Mapping[int, int]]) -> Ranking:
    """Titles that match all; grades add up."""
    if not terms:
        return NONE
    shared = set.intersection(*(set(term) for term in terms))
    return _sorted({number: sum(term[number] for term in terms) for number in shared})


def _best(ways: Sequence[Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for way in ways:
        for number, grade in way.items():
            found[number] = min(grade, found.get(number, grade))
    return found


def _listed(lists: Lists, key: str) -> Ranking:
    whole = lists.whole(key)
    if whole is not None:
        best = ranked(whole.by_number())
        return Ranking(len(best), best)
    entry = lists.entry(key)
    return Ranking(entry.total, entry.best) if isinstance(entry, Head) else NONE


def _subjects(term: Term, lists: Lists) -> Ranking:
    return _listed(lists, subject_key(term.text))


def _sorted(found: Mapping[int, int]) -> Ranking:
    best = sorted((grade, number) for number, grade in found.items())
    return Ranking(len(best), best)


def _after(first: Ranking, then: Ranking) -> Ranking:
    """The index keeps the two apart: no title is in both."""
    return Ranking(first.total + then.total, [*first.best, *then.best])
