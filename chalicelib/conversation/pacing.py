"""A reader who sends too fast is told so once, is not answered for a moment, then is again.

Counted from the messages the claim returns anyway, so it costs no storage call. A message that is
held back ends in the ledger like any other.
"""

from datetime import datetime

from chalicelib.conversation.codec import pack_reply
from chalicelib.conversation.entry import ended
from chalicelib.conversation.model import Claimed, Finish, Row
from chalicelib.dialogue import Answer, End, Kind
from chalicelib.limits.model import Pace
from chalicelib.texts import conversation as texts
from chalicelib.texts.words import Language
from chalicelib.wechat.inbound import Inbound
from chalicelib.wechat.outbound import NoReply, Reply, TextReply


def held_back(
    pace: Pace, message: Inbound, claimed: Claimed, now: datetime
) -> tuple[Finish, Reply] | None:
    """How the message ends without being answered; None where it is to be answered.

    An open dialogue stays as it is and notices wait on: nothing of theirs was in the message.
    """
    row = claimed.row
    is_paused = row.paused_until is not None and now < row.paused_until
    if not is_paused and not pace.is_exceeded((m.arrived for m in row.messages.values()), now):
        return None
    reply = NoReply() if is_paused else _slower(row, pace)
    answer = Answer(reply, Kind.OUT_OF_SCOPE, End.PAUSED)
    finish = Finish(
        answer=pack_reply(reply),
        dialogue=row.dialogue,
        language=None,
        entry=ended(message, row, claimed.message, answer, None, now),
        paused_until=row.paused_until if is_paused else now + pace.pause,
    )
    return finish, reply


def _slower(row: Row, pace: Pace) -> Reply:
    language = row.language or Language.SIMPLIFIED
    seconds = int(pace.pause.total_seconds())
    return TextReply(texts.SLOWER.say(language, seconds=seconds))
