"""Greetings, thanks, and honest words where the desk has no answer."""

from chalicelib.dialogue import Answer, End, Kind, Turn
from chalicelib.folding.fold import squeeze
from chalicelib.library.snapshot import Snapshot
from chalicelib.library.words import week_in_words
from chalicelib.texts import conversation as conversation_texts
from chalicelib.texts import knowledge_chat as texts
from chalicelib.texts.words import Language
from chalicelib.texts.words import Text as Words
from chalicelib.wechat.outbound import TextReply

NOT_YET = (Kind.MY_LOANS, Kind.RENEW, Kind.HOLD)


class SmallTalk:
    def __init__(self, settings: Snapshot) -> None:
        self._library = settings.library
        self._ready = settings.ready

    def answer(self, turn: Turn) -> Answer | None:
        """None for what another chat has to answer: a search, a person, feedback."""
        kind = turn.meaning.kind
        if kind in NOT_YET:
            return self.not_yet(turn)
        by_kind = {
            Kind.GREETING: self.greeting,
            Kind.CHITCHAT: self.chitchat,
            Kind.CANCEL: self.cancelled,
            Kind.OUT_OF_SCOPE: self.not_known,
        }
        return by_kind[kind](turn) if kind in by_kind else None

    def greeting(self, turn: Turn) -> Answer:
        return self._said(turn, texts.GREETING, Kind.GREETING)

    def welcome(self, turn: Turn) -> Answer:
        return self._said(turn, texts.WELCOME, Kind.GREETING)

    def chitchat(self, turn: Turn) -> Answer:
        squeezed = squeeze(turn.said)
        kinds = (
            (texts.WHO_WORDS, texts.WHO),
            (texts.THANKS_WORDS, texts.THANKS),
            (texts.BYE_WORDS, texts.BYE),
        )
        fitting = (said for heard, said in kinds if any(word in squeezed for word in heard))
        return self._said(turn, next(fitting, texts.CHITCHAT), Kind.CHITCHAT)

    def cancelled(self, turn: Turn) -> Answer:
        said = conversation_texts.CANCELLED.in_language(turn.language)
        return Answer(TextReply(said), Kind.CANCEL)

    def not_known(self, turn: Turn) -> Answer:
        phone = self._phone(turn.language, texts.OR_PHONE)
        said = texts.NOT_KNOWN.say(turn.language, phone=phone)
        return Answer(TextReply(said), Kind.OUT_OF_SCOPE, End.REFUSED, gap=turn.said)

    def not_yet(self, turn: Turn) -> Answer:
        """What the desk cannot do by itself: how to get it done today."""
        language = turn.language
        lines = [texts.NOT_YET[turn.meaning.kind.value].in_language(language)]
        lines += [self._phone(language, texts.BY_PHONE), texts.AT_DESK.in_language(language)]
        if self._library.website:
            lines.append(texts.ON_WEBSITE.say(language, website=self._library.website))
        lines.append(texts.OR_LIBRARIAN.in_language(language))
        said = "\n".join(line for line in lines if line)
        return Answer(TextReply(said), turn.meaning.kind, End.REFUSED, slots=turn.meaning.slots)

    def _phone(self, language: Language, template: Words) -> str:
        """'' where the library gives no number."""
        if not self._library.phone:
            return ""
        week = week_in_words(self._library.desk_week, language)
        hours = texts.PHONE_HOURS.say(language, hours=week)
        return template.say(language, phone=self._library.phone, hours=hours)

    def _said(self, turn: Turn, template: Words, kind: Kind) -> Answer:
        name = self._library.name if self._ready else texts.OUR_LIBRARY.in_language(turn.language)
        return Answer(TextReply(template.say(turn.language, library=name)), kind)
