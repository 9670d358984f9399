"""Hides library card numbers that readers type, for libraries that have cards to bind.

No number tells by itself whose it is, so three ways of typing one are looked for: behind a word
for a card, with a PIN behind it and nothing else, or letters and digits alone. Numbers of books,
phones and cases, dates, and what begins with a date (orders do) are left as they are.
"""

import re
from unicodedata import normalize

from chalicelib.conversation.mask import hide_secrets
from chalicelib.folding.isbn import normal_isbn
from chalicelib.patterns import LatePattern
from chalicelib.texts.secrets import (
    BETWEEN,
    BINDING,
    CARD_MASK,
    CARD_WORDS,
    COPULAS,
    MASK,
    PASSWORD_WORDS,
)

_CARD = r"(?P<card>[A-Za-z]{0,4}-?\d{4,18})(?![A-Za-z0-9])"
_WORDS = "|".join(re.escape(word) for word in (*CARD_WORDS, *BINDING))
_LINK = rf"(?:[{re.escape(COPULAS)}]|{'|'.join(BETWEEN)}){{0,4}}"
_PIN = r"(?:[\s,，、/]+\d{4,8}(?=\s*$))?"
_INTRODUCED = LatePattern(
    rf"(?P<word>(?:{_WORDS}){_LINK}){_CARD}{_PIN}",
    re.IGNORECASE,
)
_WITH_PIN = LatePattern(
    r"\s*(?P<card>[A-Za-z]{1,4}-?\d{4,16}|\d{7,16})"
    r"(?:[\s,，、/]+(?:\d{4,8}|(?=[^\s]*\d)[A-Za-z0-9@#$%^&*!_.]{6,16})"
    rf"|[\s,，、/]*(?:{'|'.join(PASSWORD_WORDS)}){_LINK}{MASK})\s*",
    re.IGNORECASE,
)
_ALONE = LatePattern(r"\s*(?P<card>[A-Za-z]{1,4}-?\d{6,12})[\s。.!！]*")
_FEWEST = 5
CODE_LENGTH = 6
_OTHER = LatePattern(
    r"1[3-9]\d{9}"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d*"
    r"|\d{4}-\d{4}"
)
_OTHER_LETTERS = frozenset(("isbn", "issn", "cn", "gb", "gbt", "iso", "qq", "tel"))


def hide_secrets_and_cards(text: str) -> tuple[str, bool]:
    """As `hide_secrets`, and card numbers with what was typed behind them as a PIN."""
    hidden, was_secret = hide_secrets(text)
    if not any(map(str.isdecimal, hidden)):
        return hidden, was_secret
    plain = normalize("NFKC", hidden) if not hidden.isascii() else hidden
    without = _without_cards(plain)
    return (without, True) if without != plain else (hidden, was_secret)


def _without_cards(text: str) -> str:
    whole = _WITH_PIN.fullmatch(text) or _ALONE.fullmatch(text)
    if whole is not None and _may_be_a_card(whole["card"]):
        return CARD_MASK
    return _INTRODUCED.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    """Six digits behind a word for binding are the page's code."""
    is_code = found["word"].lower().startswith(BINDING) and len(found["card"]) == CODE_LENGTH
    is_card = _may_be_a_card(found["card"]) and not is_code
    return found["word"] + CARD_MASK if is_card else found[0]


def _may_be_a_card(written: str) -> bool:
    letters, digits = re.sub(r"[^A-Za-z]", "", written).lower(), re.sub(r"\D", "", written)
    is_other = letters in _OTHER_LETTERS or _OTHER.fullmatch(digits) or normal_isbn(written)
    return len(letters + digits) >= _FEWEST and not is_other
