"""Hides secrets that readers type: identity numbers and passwords never reach storage.

Resident identity numbers: 18 characters, the birth date in places 7-14, a check character at the
end (GB 11643-1999); the old form has 15 digits with the date in places 7-12.
"""

import re
import unicodedata

from chalicelib.texts.secrets import BETWEEN, COPULAS, MASK, PASSWORD_WORDS

_ID_18 = (
    r"(?<![0-9])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_ID_15 = r"(?<![0-9])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"
_IDENTITY = re.compile(f"{_ID_18}|{_ID_15}")
_HAN = "|".join(word for word in PASSWORD_WORDS if not word.isascii())
_LATIN = "|".join(rf"(?<![A-Za-z]){word}(?![A-Za-z])" for word in PASSWORD_WORDS if word.isascii())
"""As whole words: "pinyin4j" is a book."""
_LINK = rf"(?:[{re.escape(COPULAS)}]|{'|'.join(BETWEEN)}){{1,4}}"
_SECRET = r"(?=[^\s]*\d)[A-Za-z0-9@#$%^&*!_.\-]"
_PASSWORD = re.compile(
    rf"(?P<word>(?:{_HAN}|{_LATIN}){_LINK}|{_LATIN}|(?:{_HAN})(?={_SECRET}{{6}}))"
    rf"{_SECRET}{{4,32}}",
    re.IGNORECASE,
)
"""Straight behind a Chinese word only six characters and more: a title may end in a year."""


def hide_secrets(text: str) -> tuple[str, bool]:
    """The text with every secret replaced, and whether there was one."""
    plain = unicodedata.normalize("NFKC", text) if _has_wide_digits(text) else text
    hidden = _IDENTITY.sub(MASK, plain)
    hidden = _PASSWORD.sub(lambda found: found["word"] + MASK, hidden)
    return (hidden, True) if hidden != plain else (text, False)


def _has_wide_digits(text: str) -> bool:
    return any("\uff10" <= char <= "\uff19" for char in text)
