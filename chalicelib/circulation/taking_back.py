"""Holds that are not wanted any more, as readers say it who know no command."""

import re

from chalicelib.circulation.numbers import numbers_in
from chalicelib.texts import circulation as texts

_ALL, _THAT = re.compile(texts.CANCEL_ALL), re.compile(texts.THAT_OFF)
_NO_MORE, _NO = re.compile(texts.NO_MORE), re.compile(texts.NO_HOLD)


def takes_back_all(said: str, is_listed: bool) -> bool:
    """Where no holds are listed, they must be named."""
    bare = _bare(said)
    named = is_listed or any(word in bare for word in texts.HOLD_WORDS)
    return named and bool(_ALL.fullmatch(bare))


def numbers_off(said: str) -> list[int]:
    """Of `第一条不要了`, `把1取消`, `不要1和3了`; empty where anything else is said."""
    found = _THAT.fullmatch(_bare(said))
    return numbers_in(found[1] or found[2]) if found else []


def wants_no_hold(said: str) -> bool:
    return bool(_NO_MORE.fullmatch(_bare(said)))


def declines(said: str) -> bool:
    """A no to the book that was opened."""
    return bool(_NO.fullmatch(_bare(said)))


def _bare(said: str) -> str:
    return said.strip().lower().rstrip(texts.SENTENCE_ENDS)
