"""Cards and copies: who may borrow, and what can be borrowed."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.catalogue.model import Record, Shelf
from chalicelib.clock import epoch_s
from chalicelib.errors import BadRequest, Conflict
from chalicelib.ils.embedded import views
from chalicelib.ils.embedded.books import BARCODE, CARD, TITLE, Books, Opened, deed_key
from chalicelib.ils.embedded.codec import title_of
from chalicelib.ils.embedded.holding import marked_gone
from chalicelib.ils.embedded.model import MOST_COPIES, Card, Copy, Title
from chalicelib.ils.embedded.outcomes import KEPT_DAYS
from chalicelib.ils.embedded.rules import Terms, TermsAt
from chalicelib.ils.embedded.slips import CardSheet, NewPin
from chalicelib.ils.model import CardNumber
from chalicelib.staff import passwords

PIN_LENGTH = 6
PATIENCE_S = 8.0
_BARCODE = re.compile(r"[A-Za-z0-9._/-]{1,40}")


class CardIndex:
    def __init__(
        self, books: Books, terms: TermsAt, encode: Callable[[str], str] = passwords.encode
    ) -> None:
        self._books = books
        self._terms = terms
        self._encode = encode

    def register(self, number: CardNumber, name: str, kind: str, now: datetime) -> NewPin:
        """Raises Conflict where the number is taken. The PIN is made by chance, never given."""
        terms, pin = self._terms(now), make_pin()
        plain, secret = views.plain_number(number), self._encode(pin)
        made, until = terms.days.today, _valid_until(terms, kind)

        def attempt(opened: Opened) -> NewPin:
            held = opened.body(CARD + plain)
            if held and opened.card(plain).secret != secret:
                raise _Taken
            opened.put_card(Card(plain, name, kind, secret, made, expires=until))
            return NewPin(plain, pin)

        try:
            return self._books.change(attempt, PATIENCE_S)
        except _Taken:
            raise Conflict("this card number is taken") from None

    def new_pin(self, number: str, now: datetime) -> NewPin:
        pin = make_pin()
        self._change(number, lambda card: replace(card, secret=self._encode(pin)))
        return NewPin(number, pin)

    def block(self, number: str, why: str) -> None:
        """'' lifts the block."""
        self._change(number, lambda card: replace(card, blocked=why))

    def extend(self, number: str, now: datetime) -> None:
        terms = self._terms(now)
        self._change(number, lambda card: replace(card, expires=_valid_until(terms, card.kind)))

    def pay(self, number: str, fees: frozenset[str], key: str, now: datetime) -> int:
        """Takes these fees off the card; returns the fen paid. The same `key` pays once."""
        deed, until = deed_key(number, key), epoch_s(now + timedelta(days=KEPT_DAYS))

        def attempt(opened: Opened) -> int:
            opened.load([deed, CARD + number])
            told = opened.body(deed)
            if told:
                return int(told)
            card = opened.card(number)
            paid = sum(fee.cents for fee in card.fees if fee.id in fees)
            opened.put_card(card.without_fees(fees))
            opened.put(deed, str(paid), gone_after=until)
            return paid

        return self._books.change(attempt, PATIENCE_S)

    def remove(self, number: str) -> None:
        """Raises Conflict while something is on loan, on hold or owed."""

        def attempt(opened: Opened) -> bool:
            card = opened.card(number)
            if card.loans or card.holds or card.fees:
                return False
            opened.put(CARD + number, "")
            return True

        if not self._books.change(attempt, PATIENCE_S):
            raise Conflict("something is still on loan, on hold or owed")

    def _change(self, number: str, changed: Callable[[Card], Card]) -> None:
        def attempt(opened: Opened) -> None:
            opened.put_card(changed(opened.card(number)))

        self._books.change(attempt, PATIENCE_S)

    def sheet(self, number: CardNumber, now: datetime) -> CardSheet:
        """Raises NotFound."""
        terms = self._terms(now)
        card = self._books.open().card(views.plain_number(number))
        titles = self._books.titles(card.holds.values())
        return CardSheet(
            card,
            views.patron_view(card, terms),
            views.loans_of(card, terms),
            views.holds_of(card, titles),
        )


class _Taken(Exception):
    """Decided inside an attempt: trying again would not help."""


def make_pin() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(PIN_LENGTH))


def _valid_until(terms: Terms, kind: str) -> date | None:
    days = terms.rules.of(kind).card_days
    return terms.days.today + timedelta(days=days) if days else None


class CopyIndex:
    def __init__(self, books: Books) -> None:
        self._books = books

    def adopt(self, record: Record) -> int:
        """The copies of a catalogue record that are not known yet; returns how many. The title
        is called what the record calls it.

        A copy of which the record says it is lent or reserved stands on the shelf here: this
        system lends from now on, and knows of no earlier loan.
        """
        copies = [
            Copy(copy.barcode, copy.branch, copy.branch, copy.call_number or record.call_number,
                 lendable=copy.status is not Shelf.READ_HERE, gone=copy.status is Shelf.AWAY)
            for copy in record.copies
            if _BARCODE.fullmatch(copy.barcode)
        ]  # fmt: skip
        author = record.authors[0] if record.authors else ""
        title = Title(record.id, record.title, author)
        return sum(
            self._add(title, copies[start : start + 40]) for start in range(0, len(copies), 40)
        )

    def add(self, title_id: str, name: str, author: str, copy: Copy) -> None:
        """A title that is known keeps its name. Raises Conflict where the barcode is taken,
        BadRequest where it is none."""
        if not _BARCODE.fullmatch(copy.barcode):
            raise BadRequest("not a barcode")
        if not self._add(self._titles_own(Title(title_id, name, author)), [copy]):
            raise Conflict("this barcode is taken")

    def _titles_own(self, typed: Title) -> Title:
        return self._books.titles([typed.id]).get(typed.id, typed)

    def _add(self, fresh: Title, copies: list[Copy]) -> int:
        """A barcode that is known keeps its title and its state."""

        def attempt(opened: Opened) -> int:
            opened.load([TITLE + fresh.id, *(BARCODE + copy.barcode for copy in copies)])
            held = opened.body(TITLE + fresh.id)
            title, count = _named(held, fresh), 0
            for copy in copies:
                if opened.body(BARCODE + copy.barcode) or len(title.copies) >= MOST_COPIES:
                    continue
                title, count = title.with_copy(copy), count + 1
                opened.put(BARCODE + copy.barcode, fresh.id)
            opened.put_title(title)
            return count

        return self._books.change(attempt, PATIENCE_S)

    def mark_gone(self, barcode: str, gone: bool) -> None:
        """Lost or withdrawn, or back again. Raises NotFound, Conflict while it is on loan."""

        def attempt(opened: Opened) -> bool:
            title = opened.title_of_copy(barcode)
            copy = title.copy(barcode)
            if copy is None or copy.lent_to:
                return False
            opened.put_title(marked_gone(title, copy, gone))
            return True

        if not self._books.change(attempt, PATIENCE_S):
            raise Conflict("the copy is on loan")


def _named(held: str, fresh: Title) -> Title:
    """As the catalogue calls it now, with the copies and the queue it has."""
    if not held:
        return fresh
    return replace(title_of(held), name=fresh.name, author=fresh.author)
