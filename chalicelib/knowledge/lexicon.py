"""Words that mean the same: everyday ones that come with the service, and the library's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.sounds import sounds, units

Words = tuple[str, ...]
"""Words that mean the same; the first one names the group."""
_CONCEPTS = Path(__file__).with_name("concepts.txt")


@dataclass(frozen=True)
class Finder:
    """Finds words inside a longer text. A word is its units with `joint` between them; `lengths`
    tells by first unit how many units its words have, the longest first."""

    names: Mapping[str, Sequence[str]]
    lengths: Mapping[str, Sequence[int]]
    joint: str = ""

    def names_in(self, text: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for place, first in enumerate(text):
            found.update(self._longest_at(place, text, self.lengths.get(first, ())))
        return found

    def _longest_at(self, place: int, text: Sequence[str], lengths: Iterable[int]) -> Sequence[str]:
        words = (self.joint.join(text[place : place + length]) for length in lengths)
        return next((self.names[word] for word in words if word in self.names), ())


@dataclass(frozen=True)
class Lexicon:
    """Finds which groups a text speaks of; at each place the longest word counts.

    Words of two and more syllables are also found by their sound, as misspelled ones are.
    """

    spelled: Finder
    sounding: Finder

    def groups_in(self, text: str) -> set[str]:
        """`text` is folded."""
        found = self.spelled.names_in(text.replace(" ", ""))
        for run in text.split(" "):
            found |= self.sounding.names_in(sounds(units(run)))
        return found


def lexicon(own: Iterable[Words]) -> Lexicon:
    """The everyday concepts, and the library's synonyms, each group named by its first word."""
    return of_groups([*concepts(), *((group[0], *group) for group in own if group)])


def of_groups(groups: Iterable[Words]) -> Lexicon:
    """The first word of a group is its name and none of its words."""
    names: dict[str, set[str]] = defaultdict(set)
    for name, *words in groups:
        for word in words:
            names[squeeze(word)].add(name)
    names.pop("", None)
    spelled = {tuple(word): found for word, found in names.items()}
    return Lexicon(_finder(spelled, ""), _finder(_by_sound(names), " "))


def _finder(names: Mapping[Words, set[str]], joint: str) -> Finder:
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in names:
        lengths[word[0]].add(len(word))
    return Finder(
        {joint.join(word): sorted(found) for word, found in names.items()},
        {first: sorted(found, reverse=True) for first, found in lengths.items()},
        joint,
    )


def _by_sound(names: Mapping[str, set[str]]) -> dict[Words, set[str]]:
    found: dict[Words, set[str]] = defaultdict(set)
    for word, groups in names.items():
        sounded = tuple(sounds(units(word)))
        if len(sounded) > 1 and not word.isascii():
            found[sounded] |= groups
    return dict(found)


@cache
def concepts() -> tuple[Words, ...]:
    """A line is `name word word ...`."""
    return tuple(tuple(line.split()) for line in _CONCEPTS.read_text("utf-8").splitlines() if line)
