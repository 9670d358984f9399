"""Hides secrets that readers type: identity numbers and passwords never reach storage.

Resident identity numbers: 18 characters, the birth date in places 7-14, a check character at the
end (GB 11643-1999); the old form has 15 digits with the date in places 7-12.
"""

import re
import unicodedata

from chalicelib.patterns import LatePattern
from chalicelib.texts.secrets import BETWEEN, COPULAS, MASK, PASSWORD_WORDS

_ID_18 = (
    r"(?<![0-9])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_ID_15 = r"(?<![0-9])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"
_IDENTITY = LatePattern(f"{_ID_18}|{_ID_15}")
_GAP = r"[\s.\-\u00b7_]{0,2}"
_SPACED = LatePattern(
    rf"(?<![0-9])(?=(?P<whole>[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx]|[1-9](?:{_GAP}\d){{14}})(?!\d))"
)
"""Eighteen or fifteen digits with gaps; whether they are a number of identity says the sum."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_HAN = "|".join(word for word in PASSWORD_WORDS if not word.isascii())
_LATIN = "|".join(rf"(?<![A-Za-z]){word}(?![A-Za-z])" for word in PASSWORD_WORDS if word.isascii())
"""As whole words: "pinyin4j" is a book."""
_LINK = rf"(?:[{re.escape(COPULAS)}]|{'|'.join(BETWEEN)}){{1,4}}"
_SECRET = r"(?=[^\s]*\d)[A-Za-z0-9@#$%^&*!_.\-]"
_PASSWORD = LatePattern(
    rf"(?P<word>(?:{_HAN}|{_LATIN}){_LINK}|{_LATIN}|(?:{_HAN})(?={_SECRET}{{6}}))"
    rf"{_SECRET}{{4,32}}",
    re.IGNORECASE,
)
"""Straight behind a Chinese word only six characters and more: a title may end in a year."""


def hide_secrets(text: str) -> tuple[str, bool]:
    """The text with every secret replaced, and whether there was one: each has a digit in it."""
    if not any(map(str.isdecimal, text)):
        return text, False
    plain = unicodedata.normalize("NFKC", text) if _has_wide_digits(text) else text
    hidden = _without_spaced(_IDENTITY.sub(MASK, plain))
    hidden = _PASSWORD.sub(lambda found: found["word"] + MASK, hidden)
    return (hidden, True) if hidden != plain else (text, False)


def _without_spaced(text: str) -> str:
    """Numbers written in groups: "110105 19491231 002X". Other digits with gaps, such as several
    numbers one after the other, are many, so the check character has to be right, and an old
    number has to stand in its usual groups."""
    for found in _SPACED.finditer(text):
        whole = found["whole"]
        digits = re.sub(r"[^0-9Xx]", "", whole)
        grouped = re.fullmatch(rf"\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}}", whole)
        if _IDENTITY.fullmatch(digits) and (grouped or _is_identity(digits)):
            return _without_spaced(text.replace(whole, MASK))
    return text


def _is_identity(digits: str) -> bool:
    """Eighteen characters with the right one at the end (ISO 7064, mod 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return len(digits) == 18 and _CHECKS[total % 11] == digits[-1].upper()


def _has_wide_digits(text: str) -> bool:
    return any("\uff10" <= char <= "\uff19" for char in text)
