"""Words that mean the same: everyday ones that come with the service, and the library's own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from chalicelib.folding.fold import squeeze

Words = tuple[str, ...]
"""Words that mean the same; the first one names the group."""
_CONCEPTS = Path(__file__).with_name("concepts.txt")


class Lexicon:
    """Finds which groups a text speaks of; at each place the longest word counts."""

    def __init__(self, groups: Iterable[Words]) -> None:
        names: dict[str, set[str]] = defaultdict(set)
        for name, *words in groups:
            for word in words:
                names[squeeze(word)].add(name)
        names.pop("", None)
        self._names = dict(names)
        self._by_start = _by_start(self._names)

    def groups_in(self, text: str) -> set[str]:
        """`text` is folded."""
        plain = text.replace(" ", "")
        return {name for word in self._words_in(plain) for name in self._names[word]}

    def _words_in(self, plain: str) -> Iterator[str]:
        for place, char in enumerate(plain):
            words = self._by_start.get(char, ())
            word = next((w for w in words if plain.startswith(w, place)), None)
            if word is not None:
                yield word


def _by_start(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        found[word[0]].append(word)
    return dict(found)


def lexicon(own: Iterable[Words]) -> Lexicon:
    """The everyday concepts, and the library's synonyms, each group named by its first word."""
    return Lexicon([*concepts(), *((group[0], *group) for group in own if group)])


@cache
def concepts() -> tuple[Words, ...]:
    """A line is `name word word ...`."""
    return tuple(tuple(line.split()) for line in _CONCEPTS.read_text("utf-8").splitlines() if line)
