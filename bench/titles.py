"""Synthetic titles with the character statistics of real ones, the same for the same seed.

A title is the beginning of one real title and the end of another, its author that of a third.
The real ones come from a CSV file (columns title, author) named by `WEIGUAN_BENCH_TITLES` or the
shared one; where neither is there, from the demo library's books, which repeats itself more.
"""

import csv
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chalicelib.catalogue.grams import searchable
from chalicelib.catalogue.model import Copy, Record
from chalicelib.folding.fold import fold

_ROOT = Path(__file__).resolve().parent.parent
_SHARED = _ROOT.parent / "shared" / "data" / "books" / "chinese_books_67k.csv"
_DEMO = _ROOT / "local" / "demo" / "books.zh.jsonl"
_LONGEST = 24


@dataclass(frozen=True)
class Seedbed:
    """Where titles grow from: real titles and authors."""

    name: str
    titles: tuple[str, ...]
    authors: tuple[str, ...]


def seedbed() -> Seedbed:
    path = Path(os.environ.get("WEIGUAN_BENCH_TITLES", _SHARED))
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return Seedbed(
            path.name, _kept(row["title"] for row in rows), _kept(r["author"] for r in rows)
        )
    books = [json.loads(line) for line in _DEMO.read_text("utf-8").splitlines()]
    authors = (author for book in books for author in book["authors"])
    return Seedbed(_DEMO.name, _kept(book["title"] for book in books), _kept(authors))


def _kept(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(text[:_LONGEST] for text in texts if text)


def records(bed: Seedbed, count: int, seed: int = 1) -> Iterator[Record]:
    chance = random.Random(seed)
    for n in range(count):
        one, other = chance.choice(bed.titles), chance.choice(bed.titles)
        title = one[: chance.randint(1, len(one))] + other[chance.randint(0, len(other) - 1) :]
        yield Record(
            id=f"s{n}",
            title=title.strip() or one,
            authors=(chance.choice(bed.authors),),
            year=chance.randint(1980, 2025),
            copies=(Copy("main"),) * chance.choice((0, 1, 1, 1, 2, 3, 5)),
        )


def questions(bed: Seedbed, held: list[Record], each: int, seed: int = 2) -> dict[str, list[str]]:
    """`each` random parts of one to four characters, as many words of titles, and as many of real
    titles, of which most stand in no synthetic one: those cost the guesses at what was meant.

    A word is what stands between two signs or spaces of a title, cut to eight characters. What is
    Latin letters or digits alone is left out: it may mean initials or a number as well.
    """
    chance = random.Random(seed)
    asked = {f"{n} characters": _parts(chance, held, n, each) for n in (1, 2, 3, 4)}
    asked["title words"] = _words(chance, [record.title for record in held], each)
    asked["real titles"] = _words(chance, bed.titles, each)
    return asked


def _parts(chance: random.Random, held: list[Record], length: int, each: int) -> list[str]:
    found: list[str] = []
    while len(found) < each:
        text = searchable(chance.choice(held).title)
        at = chance.randint(0, max(0, len(text) - length))
        found += [part for part in [text[at : at + length]] if _asks(part, length)]
    return found


def _words(chance: random.Random, titles: Sequence[str], each: int) -> list[str]:
    found: list[str] = []
    while len(found) < each:
        words = [word[:8] for word in fold(chance.choice(titles)).split()]
        found += [word for word in [chance.choice(words or [""])] if _asks(word, len(word))]
    return found


def _asks(part: str, length: int) -> bool:
    return len(part) == length >= 1 and not part.isascii() and searchable(part) == part
