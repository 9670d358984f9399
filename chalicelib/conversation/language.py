"""Which language to answer in: the reader's choice, else what the message is written in."""

import re

from chalicelib.folding.fold import variants
from chalicelib.texts.conversation import BOTH_SCRIPTS, ENGLISH_HINTS
from chalicelib.texts.words import Language

_HAN = range(0x3400, 0xA000)
_WORD = re.compile(r"[a-z']+")


def language_of(said: str, chosen: Language | None) -> Language:
    if chosen is not None:
        return chosen
    if any(ord(char) in variants() and char not in BOTH_SCRIPTS for char in said):
        return Language.TRADITIONAL
    if not any(ord(char) in _HAN for char in said) and ENGLISH_HINTS & set(
        _WORD.findall(said.lower())
    ):
        return Language.ENGLISH
    return Language.SIMPLIFIED
