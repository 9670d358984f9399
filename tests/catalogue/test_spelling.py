"""Pinyin for the index, by phrase where characters have several readings."""

import pytest

from chalicelib.catalogue.grams import grams_of, spell
from chalicelib.catalogue.spelling import spell_phrases
from tests.catalogue.factories import a_record


@pytest.mark.parametrize(
    "text", ["三体2", "阿q正传", "python", "旅行", "𠮷野家", "平凡的世界", "ー"]
)
def test_every_character_has_its_place(text: str) -> None:
    assert len(spell_phrases(text)) == len(spell(text)) == len(text)


def test_a_character_of_several_readings_is_read_by_its_phrase() -> None:
    assert spell_phrases("重庆长安银行") == ["chong", "qing", "chang", "an", "yin", "hang"]


def test_the_phrase_is_what_the_index_holds() -> None:
    assert "chong qing" in grams_of(a_record("重庆森林"), spell_phrases)


def test_lv_is_written_as_readers_type_it() -> None:
    assert (spell_phrases("旅绿"), spell("旅绿")) == (["lv", "lv"], ["lv", "lv"])
