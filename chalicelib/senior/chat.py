"""A menu of digits for older readers; each stands for words that other chats know."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from chalicelib.catalogue.hearing import NAME as CATALOGUE
from chalicelib.catalogue.hearing import OPENED
from chalicelib.dialogue import Answer, Chat, Dialogue, Kind, Later, Turn
from chalicelib.knowledge.ports import Reads
from chalicelib.senior.hearing import asks_for_menu, turns_off, turns_on
from chalicelib.texts import senior as texts
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply


class SeniorChat:
    """Stands before the chats it speaks to. `phone`: the library's, '' where it has none."""

    name = "senior"

    def __init__(self, chats: Sequence[Chat], reads: Reads, phone: Callable[[], str]) -> None:
        self._chats = chats
        self._reads = reads
        self._phone = phone

    def answer(self, turn: Turn) -> Answer | Later | None:
        if not isinstance(turn.message, Text):
            return None
        if turns_on(turn.said):
            head = texts.CHOSEN.in_language(turn.language)
            return _said(head + self._menu(turn), senior=True)
        if turns_off(turn.said, turn.senior):
            return _said(texts.LEFT.in_language(turn.language), senior=False)
        if not turn.senior:
            return None
        if asks_for_menu(turn.said):
            return _said(self._menu(turn))
        said = turn.said
        listed = turn.dialogue if turn.dialogue and turn.dialogue.chat == CATALOGUE else None
        if listed is not None and listed.step == "list" and said in texts.IN_LIST:
            opened = listed.facts.get(OPENED, "1")
            words = texts.IN_LIST[said].say(turn.language, opened=opened)
            return self._spoken(turn, turn.message, words, listed)
        meant = texts.COMMANDS.get(said) or texts.BESIDE_THE_MENU.get(said)
        return self._spoken(turn, turn.message, meant.in_language(turn.language)) if meant else None

    def _spoken(
        self, turn: Turn, typed: Text, words: str, dialogue: Dialogue | None = None
    ) -> Answer | Later | None:
        """As if the reader had typed what the digit stands for."""
        message, meaning = replace(typed, content=words), self._reads(words)
        spoken = replace(turn, message=message, said=words, meaning=meaning, dialogue=dialogue)
        answers = (chat.answer(spoken) for chat in self._chats)
        return next((answer for answer in answers if answer is not None), None)

    def _menu(self, turn: Turn) -> str:
        number = self._phone()
        phone = texts.PHONE.say(turn.language, phone=number) if number else ""
        return texts.MENU.say(turn.language, phone=phone)


def _said(text: str, senior: bool | None = None) -> Answer:
    return Answer(TextReply(text), Kind.CHITCHAT, senior=senior)
