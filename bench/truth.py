"""What a search must find, by looking at every title: no index, nothing shared with it.

A title's place among equals is `weight`, then the order of arrival.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from chalicelib.catalogue.grams import searchable, without_nation
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.weight import weight

_LONGEST_SUBJECT = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One title's folded texts."""

    id: str
    order: tuple[int, int]
    title: str
    authors: tuple[str, ...]
    others: tuple[str, ...]
    subjects: tuple[str, ...]


def rows_of(records: Iterable[Record]) -> list[Row]:
    return [_row(record, arrival) for arrival, record in enumerate(records)]


def _row(record: Record, arrival: int) -> Row:
    people = (without_nation(name) for name in (*record.authors, *record.translators))
    others = (record.subtitle, record.volume, record.series, *record.other_titles)
    return Row(
        record.id,
        (weight(record), arrival),
        searchable(record.title),
        tuple(filter(None, map(searchable, people))),
        tuple(filter(None, map(searchable, others))),
        tuple(map(searchable, record.subjects)),
    )


def found(rows: Sequence[Row], words: Sequence[str]) -> list[str]:
    """Ids of all titles that hold every word, best first."""
    graded = [(_together(row, words), row) for row in rows]
    matching = [(grade, row.order, row.id) for grade, row in graded if grade is not None]
    return [id_ for _, _, id_ in sorted(matching)]


def _together(row: Row, words: Sequence[str]) -> int | None:
    grades = [_grade(row, word) for word in words]
    known = [grade for grade in grades if grade is not None]
    return sum(known) if len(known) == len(grades) else None


def _grade(row: Row, word: str) -> int | None:
    if row.title == word:
        return 0
    if word in row.authors:
        return 1
    if word in row.title:
        return 2 if row.title.startswith(word) else 3
    if any(word in text for text in (*row.authors, *row.others)):
        return 4
    short = len(word) <= _LONGEST_SUBJECT
    return 5 if short and any(word in subject for subject in row.subjects) else None


class Scan:
    """All titles at once: candidates by one look through their joined texts, then as `found`."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._rows = rows_of(records)
        texts = [_joined(row) for row in self._rows]
        self._ends = list(accumulate(len(text) + 1 for text in texts))
        self._all = "\n".join(texts)
        self._known: dict[str, list[str]] = {}

    def found(self, word: str) -> list[str]:
        if word not in self._known:
            self._known[word] = found([self._rows[i] for i in self._holding(word)], [word])
        return self._known[word]

    def _holding(self, word: str) -> Iterator[int]:
        at = self._all.find(word)
        while at >= 0:
            index = bisect_right(self._ends, at)
            yield index
            at = self._all.find(word, self._ends[index])


def _joined(row: Row) -> str:
    return "\n".join((row.title, *row.authors, *row.others, *row.subjects))
