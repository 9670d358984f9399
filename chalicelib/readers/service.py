"""Binding a card: a page where card and secret are checked, then a code in the chat.

The link that opens the page was made for one reader, but anybody may have forwarded it. Whoever
fills in the page therefore gets a code, and only the reader the link was made for can use it, by
typing it into that reader's own chat: a card is never bound to somebody who only sent a link.
No code is needed of whom the platform itself has shown to be that reader (`login_service`).
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import BadRequest, Conflict, NotAllowed, NotFound, TryLater
from chalicelib.ils.model import Call, CardNumber, Patron, Secret
from chalicelib.limits.attempts import Attempts, Patience
from chalicelib.limits.model import network_of
from chalicelib.readers.model import (
    CODE_LIVES,
    CODE_TRIES,
    Card,
    Cards,
    Pending,
    Waits,
    code_mark,
    is_code,
    read_name,
)

BIND = "bind"
PER_READER = Patience(free=5, first_wait=timedelta(seconds=30), longest_wait=timedelta(hours=6))
PER_CARD = Patience(free=5, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=6))
PER_ADDRESS = Patience(free=30, first_wait=timedelta(seconds=30), longest_wait=timedelta(hours=6))
"""A family binds at home and a whole library behind one address."""
PATIENCE_S = 4.0
TRIES = 5


class Store(Protocol):
    def get(self, reader: str) -> Cards: ...

    def save(self, cards: Cards) -> None:
        """Raises Conflict where somebody else saved in between."""


class BindsAtOnce(Protocol):
    def save_and_tell(self, cards: Cards, card: Card, now: datetime) -> None:
        """Saves, and says in the chat that this card was bound. Raises Conflict, NotFound where the
        reader has left."""


class Links(Protocol):
    """Raise NotAllowed for a forged link, NotFound for one that has run out or was used."""

    def issue(self, purpose: str, subject: str, now: datetime) -> str: ...

    def look(self, purpose: str, word: str, now: datetime) -> str: ...

    def use(self, purpose: str, word: str, now: datetime) -> str: ...


class SignsIn(Protocol):
    def sign_in(self, card: CardNumber, secret: Secret, call: Call) -> Patron | None: ...


class Failures(Protocol):
    def get(self, key: str) -> Attempts: ...

    def replace(self, key: str, before: Attempts, after: Attempts, now: datetime) -> bool: ...

    def clear(self, key: str) -> None: ...


class CardDesk:
    """`key` keys the codes; `make_code` makes six digits nobody can guess."""

    def __init__(
        self,
        store: Store,
        links: Links,
        library: SignsIn,
        failures: Failures,
        key: bytes,
        make_code: Callable[[], str],
        make_id: Callable[[], str],
        at_once: BindsAtOnce,
    ) -> None:
        self._store = store
        self._links = links
        self._library = library
        self._failures = failures
        self._key = key
        self._make_code = make_code
        self._make_id = make_id
        self._at_once = at_once

    def of(self, reader: str) -> Cards:
        return self._store.get(reader)

    def invite(self, reader: str, now: datetime) -> str:
        """The word of a link, good for ten minutes and one binding; nothing is stored."""
        return self._links.issue(BIND, reader, now)

    def look(self, word: str, now: datetime) -> str:
        """Whom the link is for; raises NotAllowed or NotFound where no page is to be shown."""
        return self._links.look(BIND, word, now)

    def prove(
        self, word: str, number: CardNumber, secret: Secret, name: str, address: str, now: datetime
    ) -> str:
        """The code to type into the chat, once the library system confirms card and secret.

        Raises NotAllowed or NotFound for the link, Waits after too many attempts, BadRequest the
        same for an unknown card and a wrong secret, TryLater where the system does not answer.
        """
        reader = self._checked(word, number, secret, address, now)
        code = self._make_code()
        mark = code_mark(self._key, reader, code)
        pending = Pending(mark, number, now + CODE_LIVES, read_name(name))
        self._change(reader, lambda cards: replace(cards, pending=pending))
        return code

    def bind(
        self, word: str, number: CardNumber, secret: Secret, name: str, address: str, now: datetime
    ) -> Card:
        """The card that is bound now, without a code: only for who is shown to be the reader the
        link was made for. Raises as `prove`, and TooManyCards."""
        reader = self._links.look(BIND, word, now)
        card = Card(self._make_id()[:8], number, now, read_name(name))
        self._store.get(reader).with_card(card)
        self._checked(word, number, secret, address, now)
        return self._bound_at_once(reader, card, now)

    def confirm(self, reader: str, code: str, now: datetime) -> Card:
        """The card that is bound now.

        Raises NotFound where no code is awaited, NotAllowed for a wrong one (after CODE_TRIES of
        them none is awaited any more), BadRequest where the reader has too many cards.
        """
        for _ in range(TRIES):
            cards = self._store.get(reader)
            pending = cards.pending
            if pending is None or now >= pending.expires:
                raise NotFound("no code is awaited")
            card = Card(self._make_id()[:8], pending.number, now, pending.name)
            right = is_code(pending.mark, self._key, reader, code)
            after = _bound(cards, card) if right else _wrong(cards, pending)
            try:
                self._store.save(after)
            except Conflict:
                continue
            if right:
                return next(one for one in after.cards if one.number == card.number)
            raise NotAllowed(str(CODE_TRIES - pending.tries - 1))
        raise TryLater("this reader's cards keep changing")

    def _checked(
        self, word: str, number: CardNumber, secret: Secret, address: str, now: datetime
    ) -> str:
        """Whom the link was for, which is used up now."""
        reader = self._links.look(BIND, word, now)
        booked = self._book(reader, number, address, now)
        if not self._is_right(number, secret, booked, now):
            raise BadRequest("card or secret is wrong")
        self._links.use(BIND, word, now)
        self._went_well(booked, now)
        return reader

    def _bound_at_once(self, reader: str, card: Card, now: datetime) -> Card:
        """A save of our own whose answer was lost is found again by the card's id."""
        for _ in range(TRIES):
            cards = self._store.get(reader)
            if any(one.id == card.id for one in cards.cards):
                return card
            after = _bound(cards, card)
            held = next(one for one in after.cards if one.number == card.number)
            try:
                self._at_once.save_and_tell(after, replace(held, id=card.id), now)
            except Conflict:
                continue
            return held
        raise TryLater("this reader's cards keep changing")

    def unbind(self, reader: str, place: int) -> Card:
        """Raises NotFound."""
        card = self._store.get(reader).numbered(place)
        self._change(reader, lambda cards: cards.without(card))
        return card

    def choose(self, reader: str, place: int) -> Card:
        """The card meant from now on where none is named. Raises NotFound."""
        card = self._store.get(reader).numbered(place)
        self._change(reader, lambda cards: cards.first(card))
        return card

    def rename(self, reader: str, place: int, name: str) -> Card:
        """Raises NotFound."""
        card = self._store.get(reader).numbered(place)
        self._change(reader, lambda cards: cards.renamed(card, name))
        return replace(card, name=read_name(name))

    def set_choice(self, reader: str, name: str, value: str) -> None:
        def changed(cards: Cards) -> Cards:
            return replace(cards, choices={**cards.choices, name: value})

        self._change(reader, changed)

    def _change(self, reader: str, change: Callable[[Cards], Cards]) -> None:
        for _ in range(TRIES):
            try:
                self._store.save(change(self._store.get(reader)))
            except Conflict:
                continue
            return
        raise TryLater("this reader's cards keep changing")

    def _is_right(
        self, number: CardNumber, secret: Secret, booked: "list[_Booked]", now: datetime
    ) -> bool:
        """An attempt that nobody could judge does not count."""
        try:
            return self._library.sign_in(number, secret, Call(now, PATIENCE_S)) is not None
        except TryLater:
            for key, before, after in booked:
                self._failures.replace(key, after, before, now)
            raise

    def _went_well(self, booked: "list[_Booked]", now: datetime) -> None:
        """Reader and address keep their earlier failures: one right card, maybe the guesser's own,
        does not excuse the others."""
        for key, before, after in booked:
            self._failures.replace(key, after, before, now)
        _, (card, *_), _ = booked
        self._failures.clear(card)

    def _book(
        self, reader: str, number: CardNumber, address: str, now: datetime
    ) -> "list[_Booked]":
        """Booked as failed before anybody looks, so that many at once cannot share one count."""
        subjects = (
            (f"reader#{reader}", PER_READER),
            (f"card#{_letters(number)}", PER_CARD),
            (f"address#{network_of(address)}", PER_ADDRESS),
        )
        keys = [(_hashed(subject), patience) for subject, patience in subjects]
        before = [(key, patience, self._failures.get(key)) for key, patience in keys]
        waits = [held.wait_until for *_, held in before if held.must_wait(now)]
        if waits:
            raise Waits(max(until for until in waits if until))
        return [self._booked(key, patience, held, now) for key, patience, held in before]

    def _booked(self, key: str, patience: Patience, before: Attempts, now: datetime) -> "_Booked":
        after = patience.after_failure(before, now)
        if not self._failures.replace(key, before, after, now):
            raise Waits(now + timedelta(seconds=5))
        return key, before, after


_Booked = tuple[str, Attempts, Attempts]


def _bound(cards: Cards, card: Card) -> Cards:
    return replace(cards.with_card(card), pending=None)


def _wrong(cards: Cards, pending: Pending) -> Cards:
    tries = pending.tries + 1
    return replace(cards, pending=replace(pending, tries=tries) if tries < CODE_TRIES else None)


def _letters(number: CardNumber) -> str:
    """Systems look past case, hyphens and the like: all ways to write a card share one count."""
    return re.sub(r"[^a-z0-9]", "", number.text.casefold())


def _hashed(subject: str) -> str:
    return hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()[:40]
