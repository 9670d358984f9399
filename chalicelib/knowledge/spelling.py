"""Homophones set right: where nobody writes it so, what sounds the same and is often written.

Readers type by pinyin and take the wrong character. A pair of neighbours that no phrasing knows
gives way to a known pair of the same sound. Characters that stand in a known pair stay.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from chalicelib.folding.fold import fold
from chalicelib.folding.pinyin import split_pinyin
from chalicelib.knowledge.features import shortened
from chalicelib.knowledge.sounds import sounds, units

SEEN_AT_LEAST = 3
CHANCE = 1200
"""A pair is taken for a word when met more often than its characters' counts multiplied, over this;
some 5,500 lessons would be pure chance."""
FAMILIAR = 3
"""How much more a pair counts that keeps one of the characters."""
_LONGEST_RUN = 60
_PAIR = len("wa b")

Seen = Mapping[str, float]


@dataclass
class _Place:
    """One character, or one syllable typed in Latin letters (`char` is then '')."""

    char: str
    sound: str
    typed: str
    settled: bool = False


@dataclass(frozen=True)
class Speller:
    """`known` are pairs that stay. `alike` has words by their two sounds with a space between,
    each with how many phrasings have it."""

    known: Set[str]
    alike: Mapping[str, Mapping[str, float]]

    def corrected(self, text: str) -> str:
        """Folded, with what nobody writes respelled."""
        return " ".join(self._run(run) for run in fold(shortened(text)).split(" "))

    def _run(self, run: str) -> str:
        if len(run) > _LONGEST_RUN:
            return run
        places = [place for unit in units(run) for place in _places(unit)]
        for n in range(len(places) - 1):
            if places[n].char + places[n + 1].char in self.known:
                places[n].settled = places[n + 1].settled = True
        while best := max(self._respellings(places), default=None):
            _, n, pair = best
            for place, char in zip(places[n : n + 2], pair, strict=True):
                place.char, place.settled = char, True
        return "".join(_written(places))

    def _respellings(self, places: Sequence[_Place]) -> Iterator[tuple[float, int, str]]:
        for n in range(len(places) - 1):
            a, b = places[n], places[n + 1]
            if a.settled and b.settled:
                continue
            for pair, times in self.alike.get(f"{a.sound} {b.sound}", {}).items():
                if _fits(pair[0], a) and _fits(pair[1], b):
                    same = a.char == pair[0] or b.char == pair[1]
                    yield times * (FAMILIAR if same else 1), n, pair


def speller(seen: Seen) -> Speller:
    """`seen` tells for characters and pairs of them how many phrasings have them."""
    pairs = [text for text in seen if len(text) > 1]
    alike: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in pairs:
        if seen[pair] >= SEEN_AT_LEAST and _holds_together(pair, seen):
            alike[" ".join(sounds(pair))][pair] = seen[pair]
    return Speller(frozenset(pairs), dict(alike))


def _holds_together(pair: str, seen: Seen) -> bool:
    """A word more likely than two neighbours by chance."""
    return seen[pair] * CHANCE > seen.get(pair[0], 1) * seen.get(pair[1], 1)


def _fits(char: str, place: _Place) -> bool:
    return not place.settled or place.char == char


def _places(unit: str) -> Iterator[_Place]:
    """Typed pinyin becomes a place a syllable; only its first one remembers the letters."""
    if len(unit) == 1:
        yield _Place(unit, sounds(unit)[0], unit)
    elif not split_pinyin(unit):
        yield _Place(unit, unit, unit, settled=True)
    else:
        for n, sound in enumerate(sounds([unit])):
            yield _Place("", sound, unit if n == 0 else "")


def _written(places: Sequence[_Place]) -> Iterator[str]:
    """Letters of which a syllable found no character stay letters."""
    n = 0
    while n < len(places):
        end = n + 1
        while end < len(places) and not places[end].typed:
            end += 1
        chars = [place.char for place in places[n:end]]
        yield "".join(chars) if all(chars) else places[n].typed
        n = end


def seen_in(places: Mapping[str, int], rarity: Sequence[float], unknown_rarity: float) -> Seen:
    """How many lessons have each character and each pair, read back from their rarity."""
    total = 2 * math.exp(unknown_rarity - 1)
    return {
        feature[1:].replace(" ", ""): total / math.exp(rarity[place] - 1)
        for feature, place in places.items()
        if feature[0] == "w" and "^" not in feature and (len(feature) == 2 or _is_pair(feature))
    }


def _is_pair(feature: str) -> bool:
    return len(feature) == _PAIR and feature[2] == " "
