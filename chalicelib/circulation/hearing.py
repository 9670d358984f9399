"""Whether a message may be about loans or holds, known before anything of them is loaded."""

from chalicelib.circulation.taking_back import takes_back_all, wants_no_hold
from chalicelib.dialogue import Kind, Turn
from chalicelib.texts import circulation as texts
from chalicelib.wechat.inbound import Text

NAME = "circulation"
KINDS = (Kind.MY_LOANS, Kind.RENEW, Kind.HOLD)
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
