"""Whether a message may be about library cards, known before anything of them is loaded."""

import re

from chalicelib.dialogue import Turn
from chalicelib.texts import cards as texts
from chalicelib.texts.secrets import CARD_MASK
from chalicelib.wechat.inbound import Text

NAME = "cards"
CODE = re.compile(r"\d{6}")
_WORDS = (*texts.BIND, *texts.UNBIND, *texts.MINE, *texts.USE, *texts.NAME)


def concerns_cards(turn: Turn) -> bool:
    if not isinstance(turn.message, Text):
        return False
    ours = turn.dialogue is not None and turn.dialogue.chat == NAME
    ours = ours or CARD_MASK in turn.said
    return ours or bool(CODE.fullmatch(turn.said)) or turn.said.lower().startswith(_WORDS)
