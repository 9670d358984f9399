"""What a search must find, by looking at every title: no index, nothing shared with it.

A title's place among equals is `weight`, then the order of arrival.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.catalogue.grams import searchable, without_nation
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.weight import weight

_LONGEST_SUBJECT = 8


@dataclass(frozen=True)
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
    """All titles at once: candidates by one look at each title's joined text, then as `found`."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._joined = [_joined(record) for record in records]

    def found(self, word: str) -> list[str]:
        candidates = [i for i, text in enumerate(self._joined) if word in text]
        return found([_row(self._records[i], i) for i in candidates], [word])


def _joined(record: Record) -> str:
    row = _row(record, 0)
    return "\n".join((row.title, *row.authors, *row.others, *row.subjects))
