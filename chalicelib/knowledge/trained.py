"""What the matcher has learnt: one weight for each feature and topic."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.knowledge.features import Blocks
from chalicelib.knowledge.lexicon import Words

BLOCK_WEIGHTS = (1.0, 0.7, 0.5)
"""Spelling, sound, sense."""


@dataclass(frozen=True)
class Vocabulary:
    """`places` numbers the features; `rarity` has their weight by place. What is not in it is as
    rare as can be: it counts in a text's length, so strange texts get faint scores."""

    places: Mapping[str, int]
    rarity: Sequence[float]
    unknown_rarity: float


@dataclass(frozen=True)
class Trained:
    """`weights` holds, by feature, one signed byte a topic, to be multiplied by its scale.

    `known` leads from the library's own phrasings, squeezed, to their topic.
    """

    topics: tuple[str, ...]
    synonyms: tuple[Words, ...]
    vocabulary: Vocabulary
    weights: bytes
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
