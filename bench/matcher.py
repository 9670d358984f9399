"""How well the matcher understands: the dev questions, and the starter pack against itself.

`python -m bench matcher` takes about two minutes. The pack is also tried without every phrasing
that looks like a dev question, to see what is understood and what was merely met before.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from bench.judging import (
    Asked,
    Score,
    demo_branches,
    demo_knowledge,
    dev_questions,
    judge,
    own_questions,
)
from chalicelib.dialogue import Meaning
from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.lessons import INTENT, NONE, Lesson, is_entry, lessons
from chalicelib.knowledge.matcher import Matcher
from chalicelib.knowledge.packing import pack, unpack
from chalicelib.knowledge.starter_pack import starter_pack
from chalicelib.knowledge.training import train
from chalicelib.knowledge.understanding import Understanding

Reads = Callable[[str], Meaning]
FOLDS = 5
ALIKE = 0.4
"""Share of characters and pairs in common from which two texts look alike."""


def run() -> None:
    entries, synonyms = demo_knowledge()
    given = starter_pack()
    began = time.perf_counter()
    learnt = train(lessons(entries, (), given), synonyms)
    taught_s = time.perf_counter() - began
    packed = pack(learnt)
    began = time.perf_counter()
    unpacked = unpack(packed)
    print(
        f"{len(given)} phrasings, {len(learnt.topics)} topics: learnt in {taught_s:.1f} s,", end=""
    )
    print(f" {len(packed) / 1024:.0f} KB, unpacked in {_ms(began):.0f} ms")
    print("own questions:", judge(Understanding(Matcher(unpacked), demo_branches), own_questions()))
    questions = dev_questions()
    if not questions:
        print("the questions to measure with are not here")
    else:
        _on_dev(Understanding(Matcher(unpacked), demo_branches), questions)
        unlike = [x for x in given if not _looks_like_any(x.text, questions)]
        reads = _reads(entries, synonyms, unlike)
        print(f"without {len(given) - len(unlike)} phrasings that look like one:", end=" ")
        print(judge(reads, questions))
    print("starter pack, a fifth left out in turn:", _cross_validated(entries, synonyms, given))


def _on_dev(reads: Reads, questions: Sequence[Asked]) -> None:
    began = time.perf_counter()
    score = judge(reads, questions)
    print(f"dev questions, {_ms(began) / len(questions):.2f} ms each: {score}")
    for line in score.errors:
        print(f"   {line}")


def _ms(began: float) -> float:
    return 1000 * (time.perf_counter() - began)


def _reads(
    entries: Sequence[Entry], synonyms: tuple[tuple[str, ...], ...], given: Sequence[Lesson]
) -> Reads:
    return Understanding(Matcher(train(lessons(entries, (), given), synonyms)), demo_branches)


def _looks_like_any(text: str, questions: Iterable[Asked]) -> bool:
    mine = _pieces(text)
    return any(_alike(mine, _pieces(asked.text)) >= ALIKE for asked in questions)


def _pieces(text: str) -> set[str]:
    plain = squeeze(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)} | set(plain)


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _cross_validated(
    entries: Sequence[Entry], synonyms: tuple[tuple[str, ...], ...], given: Sequence[Lesson]
) -> Score:
    scores = []
    for kept, left_out in _folds(given):
        reads = _reads(entries, synonyms, kept)
        scores.append(judge(reads, [_asked(lesson) for lesson in left_out]))
    return sum(scores, Score())


def _folds(given: Sequence[Lesson]) -> Iterator[tuple[list[Lesson], list[Lesson]]]:
    shuffled = random.Random(1).sample(given, len(given))
    for fold in range(FOLDS):
        kept = [lesson for n, lesson in enumerate(shuffled) if n % FOLDS != fold]
        yield kept, shuffled[fold::FOLDS]


def _asked(lesson: Lesson) -> Asked:
    if is_entry(lesson.topic):
        return Asked(lesson.text, frozenset({lesson.topic}), "faq")
    kind = "out_of_scope" if lesson.topic == NONE else lesson.topic.removeprefix(INTENT)
    return Asked(lesson.text, frozenset(), kind)
