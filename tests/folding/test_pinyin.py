"""Readings of characters, and syllables of letters."""

import pytest

from chalicelib.folding.pinyin import initials, pinyin, pinyin_of, readings_of, split_pinyin


def test_a_character_has_its_usual_reading() -> None:
    assert [pinyin_of(char) for char in "借书还"] == ["jie", "shu", "huan"]


def test_a_character_with_two_common_readings_has_both() -> None:
    assert set(readings_of("长")) == {"chang", "zhang"}


def test_what_is_no_chinese_character_has_no_reading() -> None:
    assert (pinyin_of("a"), readings_of("。")) == ("", ())


def test_letters_and_digits_stand_for_themselves() -> None:
    assert (pinyin("三体 2"), initials("三体 2")) == ("santi2", "st2")


def test_traditional_characters_are_read_too() -> None:
    assert pinyin("紅樓夢") == "hongloumeng"


@pytest.mark.parametrize(
    ("letters", "split"),
    [
        ("jieshu", ("jie", "shu")),
        ("xujie", ("xu", "jie")),
        ("mima", ("mi", "ma")),
        ("huan", ("huan",)),
        ("wifi", ()),
        ("", ()),
        ("x" * 500, ()),
    ],
)
def test_typed_pinyin_is_split_into_syllables(letters: str, split: tuple[str, ...]) -> None:
    assert split_pinyin(letters) == split
