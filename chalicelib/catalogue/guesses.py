"""What a question that matches nothing may have meant, best guess first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import contains

from chalicelib.catalogue.answers import NONE, Ranking, both, phrase_of
from chalicelib.catalogue.grams import searchable, without_nation
from chalicelib.catalogue.lists import Lists
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.phrases import Gram, phrase, syllable_grams, text_grams
from chalicelib.catalogue.places import IS_AUTHOR
from chalicelib.catalogue.question import Term
from chalicelib.folding.pinyin import readings_of
from chalicelib.texts.catalogue import JOINTS

MOST_CHECKED = 40
_LONGEST_VOTER = 20_000


@dataclass(frozen=True)
class Split:
    """A title and an author written without a space, either first."""

    ranking: Ranking
    words: tuple[str, str]


def split(term: Term, lists: Lists) -> Split:
    """The best place to cut the term in two that both match."""
    cuts = [
        cut
        for left, right in _cuts(term.text)
        if (cut := _cut(term, left, right, lists)).ranking.total
    ]
    nothing = Split(NONE, ("", ""))
    return min(cuts, key=lambda cut: (cut.ranking.best[0][0], -cut.ranking.total), default=nothing)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Ends of the left word and beginnings of the right one."""
    for at in range(2, len(text) - 1):
        yield at, at
        yield from ((at, at + len(j)) for j in JOINTS if text.startswith(j, at))


def _cut(term: Term, left: int, right: int, lists: Lists) -> Split:
    words = (term.text[:left], term.text[right:])
    if len(words[1]) < 2:
        return Split(NONE, words)
    found = [phrase_of(text_grams(word), lists) for word in words]
    ranking = both(found)
    if not ranking.total:
        return Split(NONE, words)
    first = ranking.numbers[0]
    author_first = found[0][first] == IS_AUTHOR
    return Split(ranking, (words[1], words[0]) if author_first else words)


def same_sound(term: Term, lists: Lists) -> Ranking:
    found: dict[int, int] = {}
    for reading in term.readings:
        found |= phrase_of(syllable_grams(reading), lists)
    best = sorted((grade, number) for number, grade in found.items())
    return Ranking(len(best), best)


def similar(term: Term, lists: Lists) -> list[int]:
    """Titles that share most of the term, to be compared with it by `closest`."""
    votes: Counter[int] = Counter()
    for gram in text_grams(term.text):
        postings = lists.whole(gram.key)
        if postings is None or len(postings.numbers) > _LONGEST_VOTER:
            continue
        votes.update(dict.fromkeys(postings.numbers, 4))
        aligned = gram.offset * 8
        votes.update(
            n for n, c in zip(postings.numbers, postings.codes, strict=True) if _at(c, aligned)
        )
    if len(term.text) == 3:
        votes.update(dict.fromkeys(_around(term.text, lists), 6))
    ordered = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    return [number for number, _ in ordered[:MOST_CHECKED]]


def _at(code: object, aligned: int) -> bool:
    """In the title, as far from its beginning as the gram is in the term."""
    return code == aligned or code == aligned + 1


def _around(text: str, lists: Lists) -> Sequence[int]:
    """Three characters of which the middle one is wrong."""
    outer = [Gram(text[0], 0, 1), Gram(text[2], 2, 1)]
    found = [(gram, postings) for gram in outer if (postings := lists.whole(gram.key))]
    return list(phrase(found)) if len(found) == 2 else []


@dataclass(frozen=True)
class Closeness:
    """`errors` letters lie between the term and `words`, a part of the record."""

    errors: int
    words: str


def closest(term: Term, record: Record) -> Closeness:
    found = [_close(term.text, name) for name in _names(record)]
    return min(found, key=lambda close: close.errors, default=Closeness(99, ""))


def allowed_errors(term: Term) -> int:
    return 0 if len(term.text) < 3 else 1 if len(term.text) < 6 else 2


def longest_inside(term: Term, record: Record) -> int:
    """Length of the record's longest name that the term holds."""
    folded = map(searchable, _names(record))
    return max((len(name) for name in folded if name in term.text), default=0)


def heard_as(term: Term, record: Record) -> str:
    """The words of the record that sound like the term."""
    for name in _names(record):
        text = searchable(name)
        sounds = [(*readings_of(char), char) for char in text]
        for reading in term.readings:
            for at in range(len(sounds) - len(reading) + 1):
                if all(map(contains, sounds[at : at + len(reading)], reading)):
                    return _shown(name, text, at, at + len(reading))
    return ""


def _names(record: Record) -> list[str]:
    people = [without_nation(name) for name in (*record.authors, *record.translators)]
    others = (record.subtitle, record.series, *record.other_titles)
    return [name for name in (record.title, *people, *others) if name]


def _close(wanted: str, name: str) -> Closeness:
    text = searchable(name)
    errors, start, end = _nearest(wanted, text)
    return Closeness(errors, _shown(name, text, start, end))


def _shown(name: str, text: str, start: int, end: int) -> str:
    """The name as it is written, if it is all of it, else the folded part."""
    return name if end - start >= len(text) - 1 else text[start:end]


def _nearest(wanted: str, text: str) -> tuple[int, int, int]:
    """Fewest edits that turn `wanted` into any part of `text`, and where that part lies."""
    row: list[tuple[int, int]] = [(0, at) for at in range(len(text) + 1)]
    for i, char in enumerate(wanted, 1):
        before, row = row, [(i, 0)]
        for at, other in enumerate(text, 1):
            swapped = (before[at - 1][0] + (char != other), before[at - 1][1])
            dropped = (before[at][0] + 1, before[at][1])
            added = (row[at - 1][0] + 1, row[at - 1][1])
            row.append(min(swapped, dropped, added, key=lambda cell: cell[0]))
    errors = min(cell[0] for cell in row)
    end = max(at for at, cell in enumerate(row) if cell[0] == errors)
    return errors, row[end][1], end
