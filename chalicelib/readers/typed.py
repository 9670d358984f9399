"""Whether a message is a card number typed into the chat, where only the page may have it."""

import re

from chalicelib.folding.isbn import normal_isbn
from chalicelib.texts.secrets import (
    BINDING,
    CARD_BESIDE,
    CARD_MASK,
    CARD_WORDS,
    COPULAS,
    MASK,
    PASSWORD_WORDS,
)

_NUMBERS = re.compile(r"[A-Za-z]{0,4}-?\d[0-9A-Za-z \-,\uff0c\u3001/]{3,40}")
"""Four characters are enough behind a link: a PIN may be as short."""
_KNOWN = (*CARD_WORDS, *BINDING, *CARD_BESIDE, *PASSWORD_WORDS)
_WORDS = "|".join(map(re.escape, sorted(_KNOWN, key=len, reverse=True)))
_BESIDE = re.compile(rf"{_WORDS}|[{re.escape(COPULAS)}\W_]", re.IGNORECASE)


def like_a_card(said: str) -> bool:
    """Of a reader who was just sent to the page; a book's number is still a book's."""
    masked = CARD_MASK in said or MASK in said
    return masked or (bool(_NUMBERS.fullmatch(said)) and not normal_isbn(said))


def is_nothing_else(said: str) -> bool:
    """Whether a hidden card number is all there is, but for words that only say what it is."""
    if CARD_MASK not in said:
        return False
    left = said.replace(CARD_MASK, "").replace(MASK, "")
    return not _BESIDE.sub("", left)
