"""Whether a message is about the reader's own data, known before anything of it is loaded."""

from chalicelib.dialogue import Turn
from chalicelib.texts import privacy as texts
from chalicelib.wechat.inbound import Text

NAME = "privacy"


def concerns_privacy(turn: Turn) -> bool:
    if not isinstance(turn.message, Text):
        return False
    said = turn.said.lower()
    asked_back = turn.dialogue is not None and turn.dialogue.chat == NAME
    return said in texts.COMMANDS or (asked_back and said in texts.YES)
