"""Turning kinds of reminders off and on."""

import re
from typing import Protocol

from chalicelib.dialogue import Answer, End, Kind, Turn
from chalicelib.notify.model import About
from chalicelib.readers.model import Cards
from chalicelib.reminders.hearing import NAME
from chalicelib.reminders.model import OFF, ON
from chalicelib.texts import reminders as texts
from chalicelib.texts.words import Language
from chalicelib.texts.words import Text as Words
from chalicelib.wechat.outbound import TextReply

KINDS = tuple(About)
_NUMBER = re.compile(r"\d{1,2}")


class Desk(Protocol):
    def of(self, reader: str) -> Cards: ...

    def set_choice(self, reader: str, name: str, value: str) -> None: ...


class RemindersChat:
    name = NAME

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(self, turn: Turn) -> Answer | None:
        rest = _after(turn.said.lower())
        if rest is None:
            return None
        held = self._desk.of(turn.message.reader)
        if not held.cards:
            return _said(turn, texts.NO_CARD)
        if not rest:
            return _said(turn, texts.LIST, lines=_lines(held, turn.language))
        place = int(rest)
        if not 1 <= place <= len(KINDS):
            return _said(turn, texts.NO_SUCH, End.REFUSED, count=len(KINDS))
        return self._turned(turn, held, KINDS[place - 1])

    def _turned(self, turn: Turn, held: Cards, about: About) -> Answer:
        value = ON if held.choices.get(about.value) == OFF else OFF
        self._desk.set_choice(turn.message.reader, about.value, value)
        name = texts.NAMES[about].in_language(turn.language)
        return _said(turn, texts.CHANGED, name=name, state=_state(value, turn.language))


def _after(said: str) -> str | None:
    for word in sorted(texts.SETTINGS, key=len, reverse=True):
        if said.startswith(word):
            rest = said[len(word) :].strip()
            return rest if not rest or _NUMBER.fullmatch(rest) else None
    return None


def _lines(held: Cards, language: Language) -> str:
    lines = (
        texts.LINE.say(
            language,
            place=place,
            name=texts.NAMES[about].in_language(language),
            state=_state(held.choices.get(about.value, ON), language),
        )
        for place, about in enumerate(KINDS, 1)
    )
    return "\n".join(lines)


def _state(value: str, language: Language) -> str:
    return (texts.OFF if value == OFF else texts.ON).in_language(language)


def _said(turn: Turn, words: Words, end: End = End.ANSWERED, **slots: object) -> Answer:
    return Answer(TextReply(words.say(turn.language, **slots)), Kind.CARD, end)
