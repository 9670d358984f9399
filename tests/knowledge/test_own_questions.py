"""The matcher on questions of this repository, plain and hard ones; it never learns them."""

import pytest

from bench.judging import Score, judge, own_questions
from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.starter_pack import starter_pack
from chalicelib.knowledge.understanding import Understanding


@pytest.fixture(scope="module")
def score(understanding: Understanding) -> Score:
    return judge(understanding, own_questions())


def test_most_questions_are_answered_right(score: Score) -> None:
    assert score.share("right") >= 0.92


def test_hardly_any_question_is_answered_wrong(score: Score) -> None:
    assert score.share("wrong") <= 0.02


def test_few_near_misses_are_answered(score: Score) -> None:
    assert score.share("false") <= 0.05


def test_few_messages_end_in_a_choice(score: Score) -> None:
    assert score.share("choices") <= 0.12


def test_no_own_question_stands_in_the_starter_pack() -> None:
    taught = {squeeze(lesson.text) for lesson in starter_pack()}
    assert sorted(taught & {squeeze(asked.text) for asked in own_questions()}) == []
