"""Binding, choosing, naming and unbinding cards, as readers write of it."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.dialogue import Answer, Dialogue, End, Kind, Turn
from chalicelib.errors import BadRequest, NotAllowed, NotFound
from chalicelib.readers.hearing import CODE, NAME
from chalicelib.readers.model import CODE_LIVES, MOST_CARDS, Card, Cards
from chalicelib.readers.typed import is_nothing_else, like_a_card
from chalicelib.readers.words import listed, shown
from chalicelib.texts import cards as texts
from chalicelib.texts.words import Text as Words
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply

PATIENCE = timedelta(minutes=5)
UNBIND, INVITED = "unbind", "invited"
_PLACE = re.compile(r"\s*(?P<place>\d{1,2})\s*(?P<rest>.*)", re.DOTALL)


class Desk(Protocol):
    def of(self, reader: str) -> Cards: ...

    def invite(self, reader: str, now: datetime) -> str: ...

    def confirm(self, reader: str, code: str, now: datetime) -> Card: ...

    def unbind(self, reader: str, place: int) -> Card: ...

    def choose(self, reader: str, place: int) -> Card: ...

    def rename(self, reader: str, place: int, name: str) -> Card: ...


class CardsChat:
    """Owns dialogues `unbind` (we asked which one) and `invited` (a link was handed out).

    `address` gives what our pages begin with, '' where nobody knows it yet; `has_system`:
    whether there is a library system to ask; `by_login`: web login may save the code."""

    name = NAME

    def __init__(
        self, desk: Desk, address: Callable[[], str], has_system: bool, by_login: bool = False
    ) -> None:
        self._desk = desk
        self._invites = texts.INVITE_BY_LOGIN if by_login else texts.INVITE
        self._address = address
        self._has_system = has_system
        self._commands: Sequence[tuple[tuple[str, ...], Callable[[Turn, str], Answer | None]]] = (
            (texts.BIND, self._invite),
            (texts.UNBIND, self._unbind),
            (texts.MINE, self._list),
            (texts.USE, self._choose),
            (texts.NAME, self._rename),
        )

    def answer(self, turn: Turn) -> Answer | None:
        if not isinstance(turn.message, Text):
            return None
        said = turn.said.strip()
        step = turn.dialogue.step if turn.dialogue and turn.dialogue.chat == self.name else ""
        if step == UNBIND and said.isdecimal():
            return self._unbound(turn, int(said))
        if CODE.fullmatch(said):
            return self._code(turn, said)
        if step == INVITED and like_a_card(said):
            return _said(turn, texts.ON_THE_PAGE, turn.dialogue, End.REFUSED)
        if is_nothing_else(said):
            return _said(turn, texts.NOT_HERE, turn.dialogue, End.REFUSED)
        for words, act in self._commands:
            rest = _after(said, words)
            if rest is not None:
                return act(turn, rest)
        return None

    def _invite(self, turn: Turn, rest: str) -> Answer | None:
        if rest:
            return None
        if not self._has_system:
            return _said(turn, texts.NO_SYSTEM, end=End.REFUSED)
        address = self._address()
        if not address:
            return _said(turn, texts.NO_ADDRESS, end=End.REFUSED)
        word = self._desk.invite(turn.message.reader, turn.now)
        waits = Dialogue(self.name, INVITED, turn.now + CODE_LIVES)
        return _said(turn, self._invites, waits, link=f"{address}/r/bind/{word}")

    def _code(self, turn: Turn, code: str) -> Answer:
        """Six digits that nobody awaits may be anything: what they may be is said."""
        try:
            card = self._desk.confirm(turn.message.reader, code, turn.now)
        except NotFound:
            return _said(turn, texts.NO_CODE, end=End.REFUSED)
        except NotAllowed as wrong:
            left = int(str(wrong))
            words = texts.WRONG_CODE if left else texts.CODE_SPENT
            return _said(turn, words, end=End.REFUSED, left=left)
        except BadRequest:
            return _said(turn, texts.TOO_MANY_CARDS, end=End.REFUSED, most=MOST_CARDS)
        return _said(turn, texts.BOUND, card=shown(card, turn.language))

    def _list(self, turn: Turn, rest: str) -> Answer | None:
        if rest:
            return None
        cards = self._desk.of(turn.message.reader).cards
        if not cards:
            return _said(turn, texts.NONE_BOUND)
        words = texts.LIST if len(cards) > 1 else texts.ONLY
        return _said(turn, words, cards=listed(cards, turn.language))

    def _unbind(self, turn: Turn, rest: str) -> Answer | None:
        """With one card at once; with several the reader says which."""
        place = _place(rest)
        if rest and place is None:
            return None
        cards = self._desk.of(turn.message.reader).cards
        if not cards:
            return _said(turn, texts.NONE_BOUND)
        if place is None and len(cards) > 1:
            asks = Dialogue(self.name, UNBIND, turn.now + PATIENCE)
            words = texts.WHICH_UNBIND
            return _said(turn, words, asks, cards=listed(cards, turn.language))
        return self._unbound(turn, place or 1)

    def _unbound(self, turn: Turn, place: int) -> Answer:
        try:
            card = self._desk.unbind(turn.message.reader, place)
        except NotFound:
            return _said(turn, texts.NO_SUCH, end=End.REFUSED, place=place)
        return _said(turn, texts.UNBOUND, card=shown(card, turn.language))

    def _choose(self, turn: Turn, rest: str) -> Answer | None:
        place = _place(rest)
        if place is None:
            return None if rest else self._list(turn, "")
        try:
            card = self._desk.choose(turn.message.reader, place)
        except NotFound:
            return _said(turn, texts.NO_SUCH, end=End.REFUSED, place=place)
        return _said(turn, texts.CHOSEN, card=shown(card, turn.language))

    def _rename(self, turn: Turn, rest: str) -> Answer | None:
        found = _PLACE.fullmatch(rest)
        if found is None or not found["rest"].strip():
            return None
        place = int(found["place"])
        try:
            card = self._desk.rename(turn.message.reader, place, found["rest"])
        except NotFound:
            return _said(turn, texts.NO_SUCH, end=End.REFUSED, place=place)
        return _said(turn, texts.RENAMED, card=shown(card, turn.language))


def _after(said: str, words: Sequence[str]) -> str | None:
    """What stands behind one of the words; '' where it stands alone, None where none begins."""
    lowered = said.lower()
    for word in sorted(words, key=len, reverse=True):
        if lowered.startswith(word):
            rest = said[len(word) :].strip()
            return rest if not rest or _PLACE.fullmatch(rest) else None
    return None


def _place(rest: str) -> int | None:
    return int(rest) if rest.isdecimal() and len(rest) < 3 else None


def _said(
    turn: Turn,
    words: Words,
    dialogue: Dialogue | None = None,
    end: End = End.ANSWERED,
    **slots: object,
) -> Answer:
    said = words.say(turn.language, **slots)
    return Answer(TextReply(said), Kind.CARD, end, dialogue=dialogue)
