"""How words sound to somebody who types them by ear: toneless, blurred syllables."""

import re
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.folding.pinyin import pinyin_of, split_pinyin

_UNIT = re.compile(r"[a-z]+|\d+|\S")
_ALIKE = (
    (re.compile("^([zsc])h"), r"\1"),
    (re.compile("^n(?=[aeiouv])"), "l"),
    (re.compile("(?<=[aei])ng$"), "n"),
)
"""Sounds that many readers do not tell apart when they type: zh/z, n/l, ang/an."""


def units(run: str) -> list[str]:
    """Characters, Latin words and numbers of a folded text without breaks."""
    return _UNIT.findall(run)


def sounds(run: Iterable[str]) -> list[str]:
    return [sound for unit in run for sound in _sounds_of(unit)]


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
