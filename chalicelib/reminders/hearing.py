"""Whether a message is about reminders, known before anything of them is loaded."""

from chalicelib.dialogue import Turn
from chalicelib.texts import reminders as texts
from chalicelib.wechat.inbound import Text

NAME = "reminders"


def concerns_reminders(turn: Turn) -> bool:
    return isinstance(turn.message, Text) and turn.said.lower().startswith(texts.SETTINGS)
