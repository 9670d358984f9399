"""Syllables by their phrase, for names with characters of several readings (loaded on demand)

重庆 is `chong qing` here and `zhong qing` character by character. Only importing can afford it.
"""

from typing import Any

from pypinyin import lazy_pinyin


def spell_phrases(text: str) -> list[str]:
    """One syllable for each character; '' for what is no Chinese character."""
    return [str(syllable) for syllable in lazy_pinyin(text, errors=_NONE)]


def _none(others: str) -> list[str]:
    return [""] * len(others)


_NONE: Any = _none
"""A list is right too, though pypinyin's types do not say so."""
