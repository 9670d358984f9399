"""Toneless pinyin of characters, and the syllables in what is typed in Latin letters."""

from functools import cache, lru_cache
from pathlib import Path

_READINGS = Path(__file__).with_name("pinyin.txt")
_CHARACTERS = range(0x4E00, 0xA000)
_LONGEST_SYLLABLE = 6
_LONGEST_RUN = 60


def pinyin_of(char: str) -> str:
    """The usual reading (`lv` for lü), or '' for what is no Chinese character."""
    return _usual_of(char) if ord(char) in _CHARACTERS else ""


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
    return frozenset(syllable for syllable, _, _ in _lines()) - lone_letters


@lru_cache(maxsize=30_000)
def _usual_of(char: str) -> str:
    usual = _usual()
    place = usual.find(char)
    start = usual.rfind("\n", 0, place) + 1
    return usual[start : usual.find(" ", start)] if place >= 0 else ""


@cache
def _usual() -> str:
    """Looked through for a character: most processes need a few hundred of the 20,000."""
    return "\n".join(f"{syllable} {usual}" for syllable, usual, _ in _lines())


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {
        char: (syllable,) for syllable, usual, _ in _lines() for char in usual
    }
    for syllable, _, rarer in _lines():
        found.update({char: (*found.get(char, ()), syllable) for char in rarer})
    return found


@cache
def _lines() -> list[tuple[str, str, str]]:
    """A line is `syllable chars|chars`; before the bar it is the usual reading."""
    lines = (line.split(" ", 1) for line in _READINGS.read_text("utf-8").splitlines())
    parted = ((syllable, chars.partition("|")) for syllable, chars in lines)
    return [(syllable, usual, rarer) for syllable, (usual, _, rarer) in parted]
