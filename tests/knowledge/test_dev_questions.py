"""The promise on the dev questions; they tune and judge, the matcher never learns them."""

import pytest

from bench.judging import DEV, Asked, Score, dev_questions, judge
from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.starter_pack import starter_pack
from chalicelib.knowledge.understanding import Understanding

pytestmark = pytest.mark.skipif(
    not DEV.exists(), reason=f"the dev questions are no part of the project: {DEV} is not here"
)


@pytest.fixture(scope="module")
def questions() -> list[Asked]:
    return dev_questions()


@pytest.fixture(scope="module")
def score(understanding: Understanding, questions: list[Asked]) -> Score:
    return judge(understanding, questions)


def test_most_questions_are_answered_right(score: Score) -> None:
    assert score.share("right") >= 0.85


def test_few_questions_are_answered_wrong(score: Score) -> None:
    assert score.share("wrong") <= 0.06


def test_few_messages_for_somebody_else_are_answered(score: Score) -> None:
    assert score.share("false") <= 0.06


def test_few_messages_end_in_a_choice(score: Score) -> None:
    assert score.share("choices") <= 0.15


def test_requests_are_told_apart(score: Score) -> None:
    assert score.share("kinds") >= 0.90


def test_no_dev_question_stands_in_the_starter_pack(questions: list[Asked]) -> None:
    taught = {squeeze(lesson.text) for lesson in starter_pack()}
    assert sorted(taught & {squeeze(asked.text) for asked in questions}) == []
