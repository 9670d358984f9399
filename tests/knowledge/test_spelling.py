"""Homophones set right by what phrasings know."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.knowledge.spelling import speller

SPELLER = speller(
    {"押金": 40, "么退": 9, "怎么": 300, "借书": 200, "密码": 30, "开门": 25, "还书": 60}
)


def test_a_pair_nobody_writes_becomes_the_known_one_of_the_same_sound() -> None:
    assert SPELLER.corrected("亚金怎么推") == "押金怎么退"


def test_southern_accents_sound_the_same() -> None:
    assert SPELLER.corrected("几点看么 开门") == "几点看么 开门"
    assert SPELLER.corrected("环苏") == "还书"


def test_typed_pinyin_becomes_characters() -> None:
    assert SPELLER.corrected("mima忘了") == "密码忘了"


def test_letters_that_are_no_known_word_stay() -> None:
    assert SPELLER.corrected("wifi kongtiao 12306") == "wifi kongtiao 12306"


def test_characters_of_a_known_pair_stay() -> None:
    assert SPELLER.corrected("借书推") == "借书推"


def test_pairs_that_meet_by_chance_correct_nothing() -> None:
    chance = speller({"的": 2000, "活": 60, "的活": 20})
    assert chance.corrected("好吃的火锅") == "好吃的火锅"


@given(st.text(max_size=2000))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(SPELLER.corrected(text), str)
