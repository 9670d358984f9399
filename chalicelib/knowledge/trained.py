"""What the matcher has learnt: one weight for each feature and topic."""

import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.knowledge.features import Blocks
from chalicelib.knowledge.lexicon import Lexicon
from chalicelib.knowledge.spelling import Speller

BLOCK_WEIGHTS = (1.0, 0.7, 0.5)
"""Spelling, sound, sense."""
BLOCK_FEATURES = 64


@dataclass(frozen=True)
class Vocabulary:
    """`places` numbers the features; `rarity` has their weight by place. What is not in it is as
    rare as can be: it counts in a text's length, so strange texts get faint scores."""

    places: Mapping[str, int]
    rarity: Sequence[float]
    unknown_rarity: float


class Weights:
    """By feature, one signed byte a topic. They stay compressed, in blocks of some features, until
    a text needs them: most need a few blocks of some hundreds."""

    def __init__(self, topics: int, blocks: Sequence[bytes]) -> None:
        self.blocks = blocks
        self._topics = topics
        self._opened: dict[int, memoryview] = {}

    def of(self, place: int) -> memoryview:
        number, row = divmod(place, BLOCK_FEATURES)
        opened = self._opened.get(number)
        if opened is None:
            opened = memoryview(zlib.decompress(self.blocks[number])).cast("b")
            self._opened[number] = opened
        return opened[row * self._topics : (row + 1) * self._topics]


def compressed(topics: int, weights: bytes) -> Weights:
    size = BLOCK_FEATURES * topics
    starts = range(0, len(weights), size)
    return Weights(topics, [zlib.compress(weights[at : at + size], 9) for at in starts])


@dataclass(frozen=True)
class Trained:
    """`weights` are to be multiplied by the scale of their feature.

    `known` leads from the library's own phrasings, squeezed, to their topic.
    """

    topics: tuple[str, ...]
    lexicon: Lexicon
    speller: Speller
    vocabulary: Vocabulary
    weights: Weights
    scales: Sequence[float]
    bias: Sequence[float]
    known: Mapping[str, str]


Vector = tuple[list[int], list[float]]
"""Places of features and their values."""


def vector(blocks: Blocks, vocabulary: Vocabulary) -> Vector:
    places: list[int] = []
    values: list[float] = []
    for block, weight in zip(blocks, BLOCK_WEIGHTS, strict=True):
        _add_block(Counter(block), weight, vocabulary, places, values)
    return places, values


def _add_block(
    counts: Counter[str],
    weight: float,
    vocabulary: Vocabulary,
    places: list[int],
    values: list[float],
) -> None:
    """Appends the block's known features, scaled so that the whole block has length `weight`."""
    known, squares = [], 0.0
    for feature, count in counts.items():
        place = vocabulary.places.get(feature)
        rarity = vocabulary.unknown_rarity if place is None else vocabulary.rarity[place]
        value = (1 + math.log(count)) * rarity
        squares += value * value
        if place is not None:
            known.append((place, value))
    scale = weight / math.sqrt(squares) if squares else 0.0
    places.extend(place for place, _ in known)
    values.extend(value * scale for _, value in known)
