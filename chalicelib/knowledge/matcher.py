"""Which topics a text is about, and how sure that is."""

import math
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from chalicelib.folding.fold import fold, squeeze
from chalicelib.knowledge.features import asks, features, shortened
from chalicelib.knowledge.lessons import NONE
from chalicelib.knowledge.strangers import is_about_strangers
from chalicelib.knowledge.trained import Trained, vector

CERTAIN = 0.99
"""For what the library itself wrote as a way to ask."""


DOUBT = 8.0
"""So much likelier is a message for nobody when it names strangers only."""


class Guess(NamedTuple):
    topic: str
    sure: float


class Matcher:
    def __init__(self, trained: Trained) -> None:
        self._trained = trained
        self._lexicon = trained.lexicon

    @property
    def topics(self) -> tuple[str, ...]:
        return self._trained.topics

    def ranked(self, text: str) -> list[Guess]:
        """Every topic, the likeliest first; the shares of belief add up to 1.

        The text is read as spelled and with homophones set right; the surer reading counts.
        """
        shares = probabilities(self._scores(text))
        respelled = self._trained.speller.corrected(text)
        if respelled != fold(shortened(text)):
            shares = max(shares, probabilities(self._scores(respelled)), key=max)
        if is_about_strangers(text) and NONE in self._trained.topics:
            shares = _doubted(shares, self._trained.topics.index(NONE))
        known = self._trained.known.get(squeeze(text))
        if known is not None:
            shares = _certain(shares, self._trained.topics.index(known))
        guesses = [Guess(*pair) for pair in zip(self._trained.topics, shares, strict=True)]
        return sorted(guesses, key=lambda guess: -guess.sure)

    def asks(self, text: str) -> bool:
        """Whether `text` has the form of a question."""
        folded = fold(text)
        return asks(text, folded, self._lexicon.groups_in(folded))

    def _scores(self, text: str) -> list[float]:
        trained = self._trained
        places, values = vector(features(text, self._lexicon), trained.vocabulary)
        rows = [trained.weights.of(place) for place in places]
        scaled = [
            value * trained.scales[place] for place, value in zip(places, values, strict=True)
        ]
        return scores(rows, scaled, trained.bias)


def _doubted(shares: Sequence[float], none: int) -> list[float]:
    """What names strangers only is more likely for nobody here."""
    raised = [share * DOUBT if n == none else share for n, share in enumerate(shares)]
    total = sum(raised)
    return [share / total for share in raised]


def _certain(shares: Sequence[float], known: int) -> list[float]:
    """The others keep their proportions in what is left."""
    left = (1 - CERTAIN) / max(1e-9, 1 - shares[known])
    return [CERTAIN if n == known else share * left for n, share in enumerate(shares)]


def scores(
    rows: Sequence[Sequence[float]], values: Sequence[float], bias: Sequence[float]
) -> list[float]:
    """By topic: the bias and the weighted sum of the rows."""
    if not rows:
        return list(bias)
    columns = zip(*rows, strict=True)
    return [b + sum(map(mul, values, column)) for b, column in zip(bias, columns, strict=True)]


def probabilities(scored: Sequence[float]) -> list[float]:
    top = max(scored)
    powers = [math.exp(score - top) for score in scored]
    total = sum(powers)
    return [power / total for power in powers]
