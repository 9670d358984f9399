"""Words that mean the same: everyday ones that come with the service, and the library's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.sounds import sounds, units

Words = tuple[str, ...]
"""Words that mean the same; the first one names the group."""
_CONCEPTS = Path(__file__).with_name("concepts.txt")


class Lexicon:
    """Finds which groups a text speaks of; at each place the longest word counts.

    Words of two and more syllables are also found by their sound, as misspelled ones are.
    """

    def __init__(self, groups: Iterable[Words]) -> None:
        names: dict[str, set[str]] = defaultdict(set)
        for name, *words in groups:
            for word in words:
                names[squeeze(word)].add(name)
        names.pop("", None)
        self._spelled = _Finder({tuple(word): found for word, found in names.items()})
        self._sounding = _Finder(_by_sound(names))

    def groups_in(self, text: str) -> set[str]:
        """`text` is folded."""
        found = self._spelled.names_in(text.replace(" ", ""))
        for run in text.split(" "):
            found |= self._sounding.names_in(sounds(units(run)))
        return found


class _Finder:
    """Finds sequences inside a longer one."""

    def __init__(self, names: Mapping[tuple[str, ...], set[str]]) -> None:
        self._names = names
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for word in sorted(names, key=len, reverse=True):
            if len(word) not in self._lengths[word[0]]:
                self._lengths[word[0]].append(len(word))

    def names_in(self, text: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for place, first in enumerate(text):
            found |= self._longest_at(place, text, self._lengths.get(first, ()))
        return found

    def _longest_at(self, place: int, text: Sequence[str], lengths: Iterable[int]) -> set[str]:
        words = (tuple(text[place : place + length]) for length in lengths)
        return next((self._names[word] for word in words if word in self._names), set())


def _by_sound(names: Mapping[str, set[str]]) -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for word, groups in names.items():
        sounded = tuple(sounds(units(word)))
        if len(sounded) > 1 and not word.isascii():
            found[sounded] |= groups
    return dict(found)


def lexicon(own: Iterable[Words]) -> Lexicon:
    """The everyday concepts, and the library's synonyms, each group named by its first word."""
    return Lexicon([*concepts(), *((group[0], *group) for group in own if group)])


@cache
def concepts() -> tuple[Words, ...]:
    """A line is `name word word ...`."""
    return tuple(tuple(line.split()) for line in _CONCEPTS.read_text("utf-8").splitlines() if line)
