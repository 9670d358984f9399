"""Chats that stand at the two ends of the row: reading on, choosing a language, giving up."""

from chalicelib.conversation.reading import READING, REST
from chalicelib.dialogue import Answer, Kind, Turn
from chalicelib.texts import conversation as texts
from chalicelib.texts.words import Language
from chalicelib.texts.words import Text as Words
from chalicelib.wechat.inbound import Picture, Text, Voice
from chalicelib.wechat.outbound import TextReply


class ReadOnChat:
    """ "继续" gives the rest of a reply that was too long; another chat's dialogue stays open."""

    name = READING

    def answer(self, turn: Turn) -> Answer | None:
        dialogue = turn.dialogue
        if dialogue is None or REST not in dialogue.facts:
            return None
        is_ours = dialogue.chat == self.name
        if turn.said.lower() not in (texts.READ_ON if is_ours else texts.MORE_WORDS):
            return None
        left = None if is_ours else dialogue
        return Answer(TextReply(dialogue.facts[REST]), Kind.CHITCHAT, dialogue=left)


class LanguageChat:
    """Choosing the language of the answers."""

    name = "language"

    def answer(self, turn: Turn) -> Answer | None:
        chosen = texts.CHOOSE_LANGUAGE.get(turn.said.lower())
        if chosen is None:
            return None
        language = Language(chosen)
        said = texts.LANGUAGE_CHOSEN.in_language(language)
        return Answer(TextReply(said), Kind.CHITCHAT, language=language)


class LastChat:
    """Always answers: what is not text is received kindly, and says what to do instead."""

    name = "last"

    def answer(self, turn: Turn) -> Answer | None:
        said = _about(turn).in_language(turn.language)
        return Answer(TextReply(said), Kind.OUT_OF_SCOPE)


def _about(turn: Turn) -> Words:
    if isinstance(turn.message, Voice):
        return texts.VOICE
    if isinstance(turn.message, Picture):
        return texts.PICTURE
    return texts.UNKNOWN if isinstance(turn.message, Text) else texts.OTHER
