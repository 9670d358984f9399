"""What of a text the matcher looks at: how it is spelled, how it sounds, what it speaks of.

A feature is a short string; its first letter says which of the three it is.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from chalicelib.folding.fold import fold
from chalicelib.folding.pinyin import pinyin_of, split_pinyin
from chalicelib.knowledge.lexicon import Lexicon

_UNIT = re.compile(r"[a-z]+|\d+|\S")
_EDGE = "^"
MAX_CHARS = 400
"""Longer messages are read up to here."""
_ALIKE = (
    (re.compile("^([zsc])h"), r"\1"),
    (re.compile("^n(?=[aeiouv])"), "l"),
    (re.compile("(?<=[aei])ng$"), "n"),
)
"""Sounds that many readers do not tell apart when they type: zh/z, n/l, ang/an."""


def features(text: str, lexicon: Lexicon) -> tuple[list[str], list[str], list[str]]:
    """Spelling, sound and sense, each with repeats."""
    folded = fold(text[:MAX_CHARS])
    runs = [_units(run) for run in folded.split(" ")]
    spelling = [gram for run in runs for gram in _grams("w", run)]
    sound = [gram for run in runs for gram in _grams("s", _sounds(run))]
    return spelling, sound, ["c" + name for name in lexicon.groups_in(folded)]


def _units(run: str) -> list[str]:
    return _UNIT.findall(run)


def _grams(kind: str, units: Sequence[str]) -> Iterator[str]:
    """Single units, and neighbours with the edges of the run."""
    if not units:
        return
    yield from (kind + unit for unit in units)
    framed = (_EDGE, *units, _EDGE)
    yield from (f"{kind}{a} {b}" for a, b in itertools.pairwise(framed))


def _sounds(units: Sequence[str]) -> list[str]:
    return [sound for unit in units for sound in _sounds_of(unit)]


@lru_cache(maxsize=20_000)
def _sounds_of(unit: str) -> tuple[str, ...]:
    """One blurred syllable for a character, one or more for typed pinyin, else the unit."""
    if len(unit) == 1:
        return (_blurred(pinyin_of(unit)) or unit,)
    return tuple(_blurred(syllable) for syllable in split_pinyin(unit)) or (unit,)


def _blurred(syllable: str) -> str:
    for pattern, plain in _ALIKE:
        syllable = pattern.sub(plain, syllable)
    return syllable
