"""What of a text the matcher looks at."""

import pytest

from chalicelib.knowledge.features import MAX_CHARS, asks, features, shortened
from chalicelib.knowledge.lexicon import lexicon, of_groups
from chalicelib.knowledge.sounds import sounds, units

LEXICON = of_groups([("deposit", "押金"), ("card", "借书证", "证"), ("lend", "借书")])


@pytest.mark.parametrize(
    ("one", "other"), [("借书证", "结束正"), ("安静", "昂金"), ("努力", "鲁力"), ("书库", "苏库")]
)
def test_words_that_are_typed_alike_sound_alike(one: str, other: str) -> None:
    assert sounds(units(one)) == sounds(units(other))


def test_typed_pinyin_sounds_like_its_characters() -> None:
    assert sounds(units("huan书")) == sounds(units("还书"))


def test_both_spellings_of_a_text_have_the_same_features() -> None:
    assert features("還書ＡＢ", LEXICON) == features("还书ab", LEXICON)


def test_the_longest_word_at_a_place_counts() -> None:
    assert LEXICON.groups_in("借书证") == {"card"}


def test_a_misspelled_word_is_found_by_its_sound() -> None:
    assert LEXICON.groups_in("亚金") == {"deposit"}


def test_a_single_character_is_not_found_by_its_sound() -> None:
    assert LEXICON.groups_in("政") == set()


def test_the_librarys_synonyms_join_the_everyday_words() -> None:
    assert "小蓝卡" in lexicon([("小蓝卡", "蓝蓝的卡片")]).groups_in("蓝蓝的卡片")


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    read = shortened("头" + "中" * 1000 + "尾")
    assert (read[0], read[-1], len(read)) == ("头", "尾", MAX_CHARS + 1)


@pytest.mark.parametrize(
    ("text", "asking"),
    [("押金退吗", True), ("押金退不", True), ("押金？", True), ("押金退了", False)],
)
def test_a_question_is_told_from_a_statement(text: str, asking: bool) -> None:
    assert asks(text, text, lexicon(()).groups_in(text)) is asking


def test_nothing_has_no_spelling_and_no_sound() -> None:
    spelling, sound, _ = features("", LEXICON)
    assert (spelling, sound) == ([], [])
