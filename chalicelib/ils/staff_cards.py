"""Cards are made, stopped and prolonged, copies registered."""

from dataclasses import replace
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.errors import BadRequest
from chalicelib.ils import staff_words as say
from chalicelib.ils.embedded.model import Copy
from chalicelib.ils.embedded.slips import NewPin
from chalicelib.ils.model import CardNumber
from chalicelib.ils.staff import (
    Barcode,
    CardForm,
    Number,
    OneCard,
    again,
    card_by_api,
    card_page,
    sheet_of,
)
from chalicelib.ils.staff_routes import both
from chalicelib.staff.model import Action
from chalicelib.staff.replies import json, show
from chalicelib.staff.route import Call, Refusal, Reply, Route, page
from chalicelib.texts import lending as texts


class NewCardForm(msgspec.Struct):
    card: Number
    holder: Annotated[str, Meta(min_length=1, max_length=60)]
    kind: Annotated[str, Meta(max_length=40)] = ""


class BlockForm(msgspec.Struct):
    """No `why`: the block is lifted."""

    card: Number
    why: Annotated[str, Meta(max_length=60)] = ""


class CopyForm(msgspec.Struct):
    """`title_id`: the catalogue's record; without one the barcode is its own title."""

    barcode: Barcode
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    branch: Annotated[str, Meta(max_length=40)]
    title_id: Annotated[str, Meta(max_length=80)] = ""
    author: Annotated[str, Meta(max_length=100)] = ""
    call_number: Annotated[str, Meta(max_length=60)] = ""
    reading_room: bool = False


class GoneForm(msgspec.Struct):
    barcode: Barcode
    gone: bool = True


class Pin(msgspec.Struct):
    """Told once; kept as a hash only."""

    card: str
    pin: str


class Said(msgspec.Struct):
    says: str


def new_page(call: Call, refusal: Refusal | None = None, said: str = "") -> Reply:
    at = say.terms(call)
    return show(
        call, "desk_new.html", refusal, said=said, kinds=at.kind_names, branches=at.branch_names
    )


def register(call: Call, sent: NewCardForm) -> Reply:
    return _once(call, _registered(call, sent))


def _registered(call: Call, sent: NewCardForm) -> NewPin:
    kinds = say.terms(call).kind_names
    if kinds and sent.kind not in kinds:
        raise BadRequest(texts.NO_SUCH_KIND)
    number = CardNumber.read(sent.card)
    return say.lending(call).cards.register(number, sent.holder.strip(), sent.kind, call.now)


def _once(call: Call, made: NewPin) -> Reply:
    reply = show(call, "desk_pin.html", card=made.card, pin=made.pin)
    return replace(reply, subject=say.subject(call, made.card))


def new_pin(call: Call, sent: CardForm) -> Reply:
    return _once(call, _new_pin(call, sent))


def _new_pin(call: Call, sent: CardForm) -> NewPin:
    card = sheet_of(call, sent.card).card.number
    return say.lending(call).cards.new_pin(card, call.now)


def block(call: Call, sent: BlockForm) -> Reply:
    _blocked(call, sent)
    return card_page(call, sent.card, texts.BLOCKED if sent.why else texts.UNBLOCKED)


def _blocked(call: Call, sent: BlockForm) -> None:
    card = sheet_of(call, sent.card).card.number
    say.lending(call).cards.block(card, sent.why.strip())


def extend(call: Call, sent: CardForm) -> Reply:
    _extended(call, sent)
    return card_page(call, sent.card, texts.EXTENDED)


def _extended(call: Call, sent: CardForm) -> None:
    card = sheet_of(call, sent.card).card.number
    say.lending(call).cards.extend(card, call.now)


def remove(call: Call, sent: CardForm) -> Reply:
    _removed(call, sent)
    return new_page(call, said=texts.REMOVED)


def _removed(call: Call, sent: CardForm) -> None:
    """Whoever gets this number next is not seen by those who bound it before."""
    card = sheet_of(call, sent.card).card.number
    say.lending(call).cards.remove(card)
    say.lending(call).unbind(card)


def add_copy(call: Call, sent: CopyForm) -> Reply:
    return new_page(call, said=_added(call, sent))


def _added(call: Call, sent: CopyForm) -> str:
    branch, barcode = say.known_branch(call, sent.branch), sent.barcode.strip()
    copy = Copy(barcode, branch, branch, sent.call_number.strip(), lendable=not sent.reading_room)
    title_id = sent.title_id.strip() or barcode
    say.lending(call).copies.add(title_id, sent.title.strip(), sent.author.strip(), copy)
    return texts.COPY_ADDED.format(barcode=barcode)


def gone(call: Call, sent: GoneForm) -> Reply:
    return new_page(call, said=_gone(call, sent))


def _gone(call: Call, sent: GoneForm) -> str:
    say.lending(call).copies.mark_gone(sent.barcode.strip(), sent.gone)
    words = texts.COPY_GONE if sent.gone else texts.COPY_BACK
    return words.format(barcode=sent.barcode.strip())


def register_by_api(call: Call, sent: NewCardForm) -> Reply:
    made = _registered(call, sent)
    return json(Pin(made.card, made.pin), subject=say.subject(call, made.card))


def new_pin_by_api(call: Call, sent: CardForm) -> Reply:
    made = _new_pin(call, sent)
    return json(Pin(made.card, made.pin), subject=say.subject(call, made.card))


def block_by_api(call: Call, sent: BlockForm) -> Reply:
    _blocked(call, sent)
    return card_by_api(call, CardForm(sent.card))


def extend_by_api(call: Call, sent: CardForm) -> Reply:
    _extended(call, sent)
    return card_by_api(call, CardForm(sent.card))


def remove_by_api(call: Call, sent: CardForm) -> Reply:
    _removed(call, sent)
    return json(Said(texts.REMOVED))


def add_copy_by_api(call: Call, sent: CopyForm) -> Reply:
    return json(Said(_added(call, sent)))


def gone_by_api(call: Call, sent: GoneForm) -> Reply:
    return json(Said(_gone(call, sent)))


LEND = Action.LEND
ROUTES: tuple[Route, ...] = (
    page("/staff/desk/new", LEND, "Make cards, register copies", new_page),
    *both(
        "cards", "Make a card", NewCardForm, register, register_by_api, Pin, "card.register",
        new_page,
    ),
    *both("pin", "Give a new PIN", CardForm, new_pin, new_pin_by_api, Pin, "card.pin", again),
    *both("block", "Stop a card, or not", BlockForm, block, block_by_api, OneCard, "card.block",
          again),
    *both("extend", "Prolong a card", CardForm, extend, extend_by_api, OneCard, "card.extend",
          again),
    *both("remove", "Remove a card", CardForm, remove, remove_by_api, Said, "card.remove", again),
    *both("copies", "Register a copy", CopyForm, add_copy, add_copy_by_api, Said, "copy.add",
          new_page),
    *both("gone", "A copy is lost or back", GoneForm, gone, gone_by_api, Said, "copy.gone",
          new_page),
)  # fmt: skip
