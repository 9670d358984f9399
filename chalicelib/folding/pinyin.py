"""Toneless pinyin of characters, and the syllables in what is typed in Latin letters."""

from functools import cache
from pathlib import Path

_READINGS = Path(__file__).with_name("pinyin.txt")
_LONGEST_SYLLABLE = 6
_LONGEST_RUN = 60


def pinyin_of(char: str) -> str:
    """The usual reading (`lv` for lü), or '' for what is no Chinese character."""
    return readings_of(char)[0] if char in _readings() else ""


def readings_of(char: str) -> tuple[str, ...]:
    """Every common reading, the usual one first; empty for what is no Chinese character."""
    return _readings().get(char, ())


def pinyin(text: str) -> str:
    """Syllables run together; letters and digits stand for themselves: `三体2` -> `santi2`."""
    return "".join(pinyin_of(char) or char for char in text if not char.isspace())


def initials(text: str) -> str:
    """First letters: `三体2` -> `st2`."""
    return "".join(pinyin_of(char)[:1] or char for char in text if not char.isspace())


def split_pinyin(letters: str) -> tuple[str, ...]:
    """`jieshu` -> (`jie`, `shu`); empty when the letters are not all pinyin. Fewest syllables."""
    if not 0 < len(letters) <= _LONGEST_RUN:
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        best[end] = _shortest(letters, end, best)
    return best[-1] or ()


def _shortest(letters: str, end: int, best: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    ways = [
        (*before, letters[start:end])
        for start in range(max(0, end - _LONGEST_SYLLABLE), end)
        if (before := best[start]) is not None and letters[start:end] in syllables()
    ]
    return min(ways, key=len, default=None)


@cache
def syllables() -> frozenset[str]:
    lone_letters = {"m", "n"}
    return frozenset(s for all_of in _readings().values() for s in all_of) - lone_letters


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """A line is `syllable chars|chars`; before the bar it is the usual reading."""
    found: dict[str, tuple[str, ...]] = {}
    rarer: dict[str, tuple[str, ...]] = {}
    for line in _READINGS.read_text("utf-8").splitlines():
        syllable, chars = line.split(" ", 1)
        usual, _, others = chars.partition("|")
        found.update(dict.fromkeys(usual, (syllable,)))
        rarer.update({char: (*rarer.get(char, ()), syllable) for char in others})
    return found | {char: found.get(char, ()) + more for char, more in rarer.items()}
