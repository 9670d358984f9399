"""Digits alone, as phones write them: full width, or with a sign behind."""

import re
import unicodedata

_ALONE = re.compile(r"([0-9]{1,6})[.,!。、]?", re.ASCII)
LONGEST = 7


def plain_digits(said: str) -> str:
    """`１` and `1。` are 1; anything else stays as it was written."""
    if len(said) > LONGEST:
        return said
    found = _ALONE.fullmatch(unicodedata.normalize("NFKC", said))
    return found[1] if found else said
