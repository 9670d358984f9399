"""What of a text the matcher looks at: how it is spelled, how it sounds, what it speaks of.

A feature is a short string; its first letter says which of the three it is.
"""

import itertools
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence

from chalicelib.folding.fold import fold
from chalicelib.knowledge.lexicon import Lexicon
from chalicelib.knowledge.sounds import sounds, units
from chalicelib.texts import knowledge as texts

_EDGE = "^"
MAX_CHARS = 400
"""Of longer messages the beginning and the end are read, half of this each."""
_LENGTHS = (2, 5, 12, 25)
_ASKING = "asking"

Blocks = tuple[list[str], list[str], list[str]]
"""Spelling, sound and sense, each with repeats."""


def features(text: str, lexicon: Lexicon) -> Blocks:
    read = shortened(text)
    folded = fold(read)
    runs = [units(run) for run in folded.split(" ")]
    spelling = [gram for run in runs for gram in _grams("w", run)]
    sound = [gram for run in runs for gram in _grams("s", sounds(run))]
    return spelling, sound, _sense(read, folded, lexicon)


def shortened(text: str) -> str:
    half = MAX_CHARS // 2
    return text if len(text) <= MAX_CHARS else f"{text[:half]} {text[-half:]}"


def asks(text: str, folded: str, groups: Container[str]) -> bool:
    """Whether it has the form of a question."""
    marked = any(mark in text for mark in texts.QUESTION_MARKS)
    return marked or _ASKING in groups or folded.endswith(texts.ASKING_ENDS)


def _sense(text: str, folded: str, lexicon: Lexicon) -> list[str]:
    """What it speaks of, whether it asks, and how long it is."""
    groups = lexicon.groups_in(folded)
    length = bisect_left(_LENGTHS, len(folded.replace(" ", "")))
    asking = "?" if asks(text, folded, groups) else "!"
    return [*sorted("c" + name for name in groups), f"l{length}", asking]


def _grams(kind: str, units: Sequence[str]) -> Iterator[str]:
    """Single units, and neighbours with the edges of the run."""
    if not units:
        return
    yield from (kind + unit for unit in units)
    framed = (_EDGE, *units, _EDGE)
    yield from (f"{kind}{a} {b}" for a, b in itertools.pairwise(framed))
