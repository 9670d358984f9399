"""A menu button that stands for words: `cmd:我的反馈` is heard as if the reader had typed it."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.dialogue import Answer, Chat, Later, Turn
from chalicelib.knowledge.ports import Reads
from chalicelib.wechat.inbound import Tapped, Text

COMMAND = "cmd:"


class TapChat:
    """Stands before the chats it speaks to; the first of them that answers, answers."""

    name = "tap"

    def __init__(self, chats: Sequence[Chat], reads: Reads) -> None:
        self._chats = chats
        self._reads = reads

    def answer(self, turn: Turn) -> Answer | Later | None:
        tap = turn.message
        if not isinstance(tap, Tapped) or not tap.button.startswith(COMMAND):
            return None
        said = tap.button.removeprefix(COMMAND).strip()
        typed = Text(tap.key, tap.reader, tap.account, tap.sent_at, said, tap.button)
        spoken = replace(turn, message=typed, said=said, meaning=self._reads(said))
        answers = (chat.answer(spoken) for chat in self._chats)
        return next((answer for answer in answers if answer is not None), None)
