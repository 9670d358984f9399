"""Neighbouring grams make a phrase: which titles hold a whole term, and how well."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chalicelib.catalogue.places import (
    ELSEWHERE,
    ENDS_AUTHOR,
    GROUP,
    IN_TITLE,
    IS_AUTHOR,
    IS_TITLE,
    STARTS_AUTHOR,
    STARTS_TITLE,
    SUBJECT,
    TITLE_END,
    grade,
)
from chalicelib.catalogue.postings import Code, Postings, places

Graded = Mapping[int, int]
"""Title number -> grade, lower is better."""


@dataclass(frozen=True)
class Gram:
    """One key of the index, `offset` units into the term and `width` units wide."""

    key: str
    offset: int
    width: int


def text_grams(text: str) -> list[Gram]:
    if len(text) <= 2:
        return [Gram(text, 0, len(text))]
    return [Gram(text[at : at + 2], at, 2) for at in range(len(text) - 1)]


def syllable_grams(reading: Sequence[str]) -> list[Gram]:
    if len(reading) == 1:
        return [Gram(f" {reading[0]}", 0, 1)]
    pairs = pairwise(reading)
    return [Gram(f"{one} {two}", at, 2) for at, (one, two) in enumerate(pairs)]


def initial_grams(initials: str) -> list[Gram]:
    if len(initials) <= 2:
        return [Gram(initials, 0, len(initials))]
    return [Gram(initials[at : at + 3], at, 3) for at in range(len(initials) - 2)]


def cover(grams: Sequence[Gram]) -> list[Gram]:
    """The fewest that leave no unit out: places agree, so these alone prove the whole phrase."""
    chosen = [gram for gram in grams if gram.offset % gram.width == 0]
    return chosen if chosen[-1] is grams[-1] else [*chosen, grams[-1]]


def phrase(found: Sequence[tuple[Gram, Postings]]) -> dict[int, int]:
    """Grades of the titles in which all these grams stand in their places to each other."""
    if len(found) == 1:
        return {n: grade(c) for n, c in zip(found[0][1].numbers, found[0][1].codes, strict=True)}
    shared = set.intersection(*(set(postings.numbers) for _, postings in found))
    if not shared:
        return {}
    in_order = sorted(found, key=lambda pair: pair[0].offset)
    columns = [(gram, _picked(postings, shared)) for gram, postings in in_order]
    graded = ((n, _grade([(gram, codes[n]) for gram, codes in columns])) for n in shared)
    return {number: grade for number, grade in graded if grade is not None}


def _picked(postings: Postings, shared: set[int]) -> dict[int, Code]:
    pairs = zip(postings.numbers, postings.codes, strict=True)
    return {number: code for number, code in pairs if number in shared}


def _grade(column: Sequence[tuple[Gram, Code]]) -> int | None:
    alone = [(gram.offset, code) for gram, code in column if isinstance(code, int)]
    if len(alone) == len(column):
        return _grade_alone(alone)
    starts = set.intersection(*(set(_starts(gram, code)) for gram, code in column))
    chains = (_chain(start, column) for start in starts)
    return min(
        (grade for chain in chains if (grade := _grade_alone(chain)) is not None), default=None
    )


def _grade_alone(chain: Sequence[tuple[int, int]]) -> int | None:
    """Pairs of offset and code, where every gram stands in one place."""
    offset, first = chain[0]
    at, group = (first >> 3) - offset, GROUP[first & 7]
    for offset, code in chain:
        if (code >> 3) - offset != at or GROUP[code & 7] != group or code == SUBJECT:
            return None
    return _grade_at(group, at, first & 7, chain[-1][1] & 7)


def _grade_at(group: int, at: int, begins: int, ends: int) -> int:
    if group == 0 and at == 0:
        return IS_TITLE if ends == TITLE_END else STARTS_TITLE
    if group == 0:
        return IN_TITLE
    return IS_AUTHOR if begins in STARTS_AUTHOR and ends in ENDS_AUTHOR else ELSEWHERE


def _starts(gram: Gram, code: Code) -> Iterator[tuple[int, int]]:
    """Field and place at which the phrase would begin."""
    return (
        (GROUP[place & 7], (place >> 3) - gram.offset) for place in places(code) if place != SUBJECT
    )


def _chain(start: tuple[int, int], column: Sequence[tuple[Gram, Code]]) -> list[tuple[int, int]]:
    return [
        (gram.offset, place)
        for gram, code in column
        for place in places(code)
        if place != SUBJECT and (GROUP[place & 7], (place >> 3) - gram.offset) == start
    ]
