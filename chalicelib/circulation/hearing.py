"""Whether a message may be about loans or holds, known before anything of them is loaded."""

import re

from chalicelib.dialogue import Kind, Turn
from chalicelib.texts import circulation as texts
from chalicelib.wechat.inbound import Text

NAME = "circulation"
KINDS = (Kind.MY_LOANS, Kind.RENEW, Kind.HOLD)
_ALL, _NO_MORE = re.compile(texts.CANCEL_ALL), re.compile(texts.NO_MORE)
_NO = re.compile(texts.NO_HOLD)
_WORDS = (
    *texts.MINE,
    *texts.OWED,
    *texts.HOLDS,
    *texts.CANCEL_HOLD,
    *texts.RENEW_WORDS,
    *texts.HOLD_WORDS,
)


def concerns_loans(turn: Turn) -> bool:
    if not isinstance(turn.message, Text):
        return False
    ours = turn.dialogue is not None and turn.dialogue.chat == NAME
    is_known = turn.meaning.kind in KINDS or turn.said.lower().startswith(_WORDS)
    return ours or is_known or wants_no_hold(turn.said) or takes_back_all(turn.said, False)


def takes_back_all(said: str, is_listed: bool) -> bool:
    """Where no holds are listed, they must be named."""
    bare = _bare(said)
    named = is_listed or any(word in bare for word in texts.HOLD_WORDS)
    return named and bool(_ALL.fullmatch(bare))


def wants_no_hold(said: str) -> bool:
    """Holds that are not wanted any more, as readers say it who know no command."""
    return bool(_NO_MORE.fullmatch(_bare(said)))


def declines(said: str) -> bool:
    """A no to the book that was opened."""
    return bool(_NO.fullmatch(_bare(said)))


def _bare(said: str) -> str:
    return said.strip().lower().rstrip(texts.SENTENCE_ENDS)
