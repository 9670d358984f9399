"""Learning from lessons: a softmax over topics, by gradient steps, in plain Python.

About 8,500 phrasings and 86 topics take some ten seconds on one core. Everything is seeded: the
same lessons give the same weights.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence

from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.features import Blocks, features
from chalicelib.knowledge.lessons import Lesson
from chalicelib.knowledge.lexicon import lexicon
from chalicelib.knowledge.matcher import probabilities, scores
from chalicelib.knowledge.spelling import seen_in, speller
from chalicelib.knowledge.trained import Trained, Vector, Vocabulary, compressed, vector

ROUNDS = 3
FIRST_STEP = 3.0
LAST_STEP = 0.01
BIAS_STEP = 0.1
SMOOTHING = 0.1
"""Share of belief spread over all topics, so that the matcher stays modest."""
FAINT = 0.006
"""Gradients below this are not worth a step."""
WELL_KNOWN = 0.7
SEEN_AT_LEAST = 3
FEW = 100
"""Of so few lessons even a feature seen once is kept."""
SEED = 20


def train(lessons: Sequence[Lesson], synonyms: tuple[tuple[str, ...], ...]) -> Trained:
    """`synonyms` are groups of words that mean the same."""
    words = lexicon(synonyms)
    topics = tuple(sorted({lesson.topic for lesson in lessons}))
    seen = [features(lesson.text, words) for lesson in lessons]
    vocabulary = _vocabulary(seen)
    vectors = [vector(blocks, vocabulary) for blocks in seen]
    number = {topic: n for n, topic in enumerate(topics)}
    answers = [number[lesson.topic] for lesson in lessons]
    learner = _Learner(len(vocabulary.places), len(topics))
    learner.practise(vectors, answers)
    weights, scales = learner.in_bytes()
    return Trained(
        topics,
        words,
        speller(seen_in(vocabulary.places, vocabulary.rarity, vocabulary.unknown_rarity)),
        vocabulary,
        compressed(len(topics), weights),
        scales,
        learner.bias,
        _known(lessons),
    )


def _vocabulary(seen: Sequence[Blocks]) -> Vocabulary:
    times: Counter[str] = Counter()
    for blocks in seen:
        times.update({feature for block in blocks for feature in block})
    least = min(SEEN_AT_LEAST, 1 + len(seen) // FEW)
    kept = [feature for feature, count in times.items() if count >= least]
    total = 1 + len(seen)
    rarity = [math.log(total / (1 + times[feature])) + 1 for feature in kept]
    return Vocabulary({f: n for n, f in enumerate(kept)}, rarity, math.log(total / 2) + 1)


def _known(lessons: Iterable[Lesson]) -> dict[str, str]:
    """The library's own lessons that belong to one topic only."""
    topics: dict[str, set[str]] = {}
    for lesson in lessons:
        if lesson.own:
            topics.setdefault(squeeze(lesson.text), set()).add(lesson.topic)
    return {text: min(found) for text, found in topics.items() if text and len(found) == 1}


class _Learner:
    def __init__(self, features: int, topics: int) -> None:
        self.rows = [[0.0] * topics for _ in range(features)]
        self.bias = [0.0] * topics

    def practise(self, vectors: Sequence[Vector], answers: Sequence[int]) -> None:
        """What is answered well in one round is left out of those after it."""
        order = list(range(len(vectors)))
        shuffler = random.Random(SEED)
        belief = [0.0] * len(order)
        steps = max(1, ROUNDS * len(order))
        for round_number in range(ROUNDS):
            shuffler.shuffle(order)
            for nth, place in enumerate(order):
                if belief[place] <= WELL_KNOWN:
                    left = 1 - (round_number * len(order) + nth) / steps
                    step = FIRST_STEP * left + LAST_STEP
                    belief[place] = self._step(vectors[place], answers[place], step)

    def _step(self, given: Vector, answer: int, step: float) -> float:
        """Moves the weights; the belief in the right answer before that."""
        places, values = given
        rows = [self.rows[place] for place in places]
        wrong = probabilities(scores(rows, values, self.bias))
        belief = wrong[answer]
        wrong[answer] -= 1 - SMOOTHING
        even = SMOOTHING / len(wrong)
        moves = [(n, step * (w - even)) for n, w in enumerate(wrong) if abs(w - even) > FAINT]
        for number, move in moves:
            self.bias[number] -= BIAS_STEP * move
        for row, value in zip(rows, values, strict=True):
            for number, move in moves:
                row[number] -= value * move
        return belief

    def in_bytes(self) -> tuple[bytes, list[float]]:
        scales = [max(map(abs, row)) / 127 or 1.0 for row in self.rows]
        packed = bytearray()
        for row, scale in zip(self.rows, scales, strict=True):
            packed.extend(round(weight / scale) & 0xFF for weight in row)
        return bytes(packed), scales
