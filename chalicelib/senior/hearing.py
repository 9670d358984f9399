"""What older readers say to their way: on, off, the menu, a digit of it."""

import re

from chalicelib.dialogue import Dialogue
from chalicelib.texts import senior as texts

_ON, _OFF, _DIGIT = re.compile(texts.ON), re.compile(texts.OFF), re.compile(texts.ONE_DIGIT)
_PLAIN = re.compile(texts.PLAIN)
_CHOOSES = frozenset(
    (
        "list",
        "choice",
        "unbind",
        "loans",
        "holds",
        "which_loans",
        "which_holds",
        "pickup",
        "read_back",
    )
)
"""Steps of dialogues in which a digit chooses; in others it may be part of what is told."""


def turns_on(said: str) -> bool:
    return bool(_ON.fullmatch(_bare(said)))


def turns_off(said: str, is_on: bool = True) -> bool:
    bare = _bare(said)
    return bool(_OFF.fullmatch(bare) or (is_on and _PLAIN.fullmatch(bare)))


def may_choose(dialogue: Dialogue | None) -> bool:
    """Whether a digit that is spoken stands for the digit alone."""
    return dialogue is None or dialogue.step in _CHOOSES


def asks_for_menu(said: str) -> bool:
    return _bare(digit_in(said)) in texts.MENU_WORDS


def digit_in(said: str) -> str:
    """Of `按1`, `第一个`, `1号`; where anything else is said, that as it is."""
    found = _DIGIT.fullmatch(_bare(said))
    if not found:
        return said
    written = found[1] or found[2]
    return written if written.isdecimal() else str(texts.WRITTEN_DIGITS.index(written))


def _bare(said: str) -> str:
    return said.strip(texts.SIGNS).lower()
