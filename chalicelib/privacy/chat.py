"""Readers ask what is kept about them, how it is kept, and to be forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from chalicelib.dialogue import Answer, Dialogue, Kind, Turn
from chalicelib.privacy.hearing import NAME, concerns_privacy
from chalicelib.privacy.held import in_words
from chalicelib.privacy.model import Deed, Held
from chalicelib.texts import privacy as texts
from chalicelib.wechat.outbound import TextReply

PATIENCE = timedelta(minutes=10)
CONFIRM = "confirm"


class Rights(Protocol):
    def held(self, reader: str) -> Held: ...


class PrivacyChat:
    """`phone`: whom to call about data, '' where the library has not said."""

    name = NAME

    def __init__(self, rights: Rights, timezone: str, phone: Callable[[], str]) -> None:
        self._rights = rights
        self._timezone = timezone
        self._phone = phone

    def answer(self, turn: Turn) -> Answer | None:
        if not concerns_privacy(turn):
            return None
        said = turn.said.lower()
        if said in texts.YES:
            return _said(turn, texts.FORGOTTEN.in_language(turn.language), forget=True)
        return next((act(turn) for words, act in self._acts() if said in words), None)

    def _acts(self) -> tuple[tuple[tuple[str, ...], Callable[[Turn], Answer]], ...]:
        return (
            (texts.NOTICE_WORDS, self._notice),
            (texts.DATA_WORDS, self._data),
            (texts.FORGET_WORDS, _asked),
            (texts.GIVE_WORDS, _given),
            (texts.WITHDRAW_WORDS, _withdrawn),
        )

    def _notice(self, turn: Turn) -> Answer:
        phone = self._phone()
        said = texts.NOTICE.say(
            turn.language,
            version=texts.NOTICE_VERSION,
            who=texts.LIBRARY.in_language(turn.language),
            phone=f" {phone}" if phone else "",
        )
        return _said(turn, said, consent=Deed.TOLD)

    def _data(self, turn: Turn) -> Answer:
        held = self._rights.held(turn.message.reader)
        return _said(turn, in_words(held, turn.language, self._timezone))


def _asked(turn: Turn) -> Answer:
    dialogue = Dialogue(PrivacyChat.name, CONFIRM, turn.now + PATIENCE)
    return _said(turn, texts.FORGET_ASK.in_language(turn.language), dialogue=dialogue)


def _given(turn: Turn) -> Answer:
    said = texts.GIVEN.say(turn.language, version=texts.NOTICE_VERSION)
    return _said(turn, said, consent=Deed.GIVEN)


def _withdrawn(turn: Turn) -> Answer:
    return _said(turn, texts.WITHDRAWN.in_language(turn.language), consent=Deed.WITHDRAWN)


def _said(
    turn: Turn, said: str, dialogue: Dialogue | None = None, consent: str = "", forget: bool = False
) -> Answer:
    return Answer(TextReply(said), Kind.FAQ, dialogue=dialogue, consent=consent, forget=forget)
