"""The lending desk: a card is opened, books go out and come back by barcode.

A card's number stands in no address: it is sent in forms alone.
"""

import secrets
from dataclasses import replace
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.errors import BadRequest, NotFound
from chalicelib.ils import staff_words as say
from chalicelib.ils.embedded.slips import CardSheet, Done
from chalicelib.ils.model import CardNumber, Reason
from chalicelib.ils.staff_routes import both
from chalicelib.staff.model import Action
from chalicelib.staff.replies import json, show
from chalicelib.staff.route import Call, Refusal, Reply, Route, page
from chalicelib.texts import lending as texts

Number = Annotated[str, Meta(min_length=1, max_length=40)]
Barcode = Annotated[str, Meta(min_length=1, max_length=40)]
Once = Annotated[str, Meta(pattern="^[a-zA-Z0-9-]{8,40}$")]


class CardForm(msgspec.Struct):
    card: Number


class LendForm(msgspec.Struct):
    card: Number
    barcode: Barcode


class RenewForm(msgspec.Struct):
    """`seen` is the due date on the page: asked twice from one page it is one renewal."""

    card: Number
    barcode: Barcode
    seen: date


class ReturnForm(msgspec.Struct):
    barcode: Barcode
    branch: Annotated[str, Meta(max_length=40)]


class CancelForm(msgspec.Struct):
    card: Number
    hold: Annotated[str, Meta(max_length=40)]


class PayForm(msgspec.Struct):
    """`once` is the form's own: sent twice it is paid once."""

    card: Number
    once: Once
    fees: frozenset[str] = frozenset()


class Told(msgspec.Struct):
    """`reason` '': done. `send_to` is a branch; `keep` where somebody waits for it."""

    title: str
    barcode: str
    due: date | None
    reason: Reason | None
    says: str
    fee_fen: int = 0
    keep: bool = False
    send_to: str = ""


class OneLoan(msgspec.Struct):
    barcode: str
    title: str
    due: date
    overdue: bool
    renewals_left: int | None


class OneHold(msgspec.Struct):
    id: str
    title: str
    state: str
    place: int | None
    pickup: str
    ready_until: date | None


class OneFee(msgspec.Struct):
    id: str
    title: str
    fen: int
    since: date


class OneCard(msgspec.Struct):
    card: str
    holder: str
    kind: str
    state: str
    expires: date | None
    blocked: str
    owed_fen: int
    loans: list[OneLoan]
    holds: list[OneHold]
    fees: list[OneFee]


class Paid(msgspec.Struct):
    fen: int


def desk_page(call: Call, refusal: Refusal | None = None, said: str = "") -> Reply:
    asked = call.fields.get("branch", ("",))[-1]
    names = say.terms(call).branch_names
    return show(call, "desk.html", refusal, branches=names, branch=asked, said=said)


def open_card(call: Call, sent: CardForm) -> Reply:
    return card_page(call, sent.card)


def card_page(call: Call, card: str, said: str = "", refusal: Refusal | None = None) -> Reply:
    sheet = sheet_of(call, card)
    reply = show(
        call,
        "desk_card.html",
        refusal,
        sheet=sheet,
        said=said,
        lend=texts,
        once=secrets.token_hex(8),
        yuan=say.yuan,
        terms=say.terms(call),
    )
    return replace(reply, subject=say.subject(call, sheet.card.number))


def again(call: Call, refusal: Refusal) -> Reply:
    """A refused form about a card is shown on that card, where there is one."""
    card = refusal.typed.get("card", ("",))[-1]
    if _is_known(call, card):
        return card_page(call, card, refusal=refusal)
    return desk_page(call, refusal)


def _is_known(call: Call, card: str) -> bool:
    try:
        sheet_of(call, card)
    except BadRequest:
        return False
    return True


def sheet_of(call: Call, card: str) -> CardSheet:
    """Raises BadRequest: whoever typed it is shown the form again."""
    try:
        return say.lending(call).cards.sheet(CardNumber.read(card), call.now)
    except NotFound:
        raise BadRequest(texts.NO_SUCH_CARD) from None


def lend(call: Call, sent: LendForm) -> Reply:
    done = _lent(call, sent)
    reply = card_page(call, sent.card, say.lent(done))
    return replace(reply, subject=_subject(call, done))


def _lent(call: Call, sent: LendForm) -> Done:
    card = sheet_of(call, sent.card).card.number
    return say.lending(call).desk.lend(card, sent.barcode.strip(), call.now)


def renew(call: Call, sent: RenewForm) -> Reply:
    done = _renewed(call, sent)
    reply = card_page(call, sent.card, say.renewed(done))
    return replace(reply, subject=_subject(call, done))


def _renewed(call: Call, sent: RenewForm) -> Done:
    card = sheet_of(call, sent.card).card.number
    return say.lending(call).desk.renew(card, sent.barcode, sent.seen, call.now)


def take_back(call: Call, sent: ReturnForm) -> Reply:
    done = _taken(call, sent)
    reply = desk_page(call, said=say.taken(done, say.terms(call)))
    return replace(reply, subject=_subject(call, done))


def _taken(call: Call, sent: ReturnForm) -> Done:
    branch = say.known_branch(call, sent.branch)
    return say.lending(call).desk.take_back(sent.barcode.strip(), branch, call.now)


def cancel(call: Call, sent: CancelForm) -> Reply:
    say.lending(call).desk.cancel_hold(say.number_of(sent.card), sent.hold, call.now)
    return card_page(call, sent.card, texts.CANCELLED)


def pay(call: Call, sent: PayForm) -> Reply:
    return card_page(call, sent.card, texts.PAID.format(yuan=say.yuan(_paid(call, sent))))


def _paid(call: Call, sent: PayForm) -> int:
    card = sheet_of(call, sent.card).card.number
    return say.lending(call).cards.pay(card, sent.fees, sent.once, call.now)


def card_by_api(call: Call, sent: CardForm) -> Reply:
    sheet = sheet_of(call, sent.card)
    return json(plain(sheet), subject=say.subject(call, sheet.card.number))


def lend_by_api(call: Call, sent: LendForm) -> Reply:
    done = _lent(call, sent)
    return _json(call, done, say.lent(done))


def renew_by_api(call: Call, sent: RenewForm) -> Reply:
    done = _renewed(call, sent)
    return _json(call, done, say.renewed(done))


def return_by_api(call: Call, sent: ReturnForm) -> Reply:
    done = _taken(call, sent)
    return _json(call, done, say.taken(done, say.terms(call)))


def cancel_by_api(call: Call, sent: CancelForm) -> Reply:
    say.lending(call).desk.cancel_hold(say.number_of(sent.card), sent.hold, call.now)
    return card_by_api(call, CardForm(sent.card))


def pay_by_api(call: Call, sent: PayForm) -> Reply:
    paid = _paid(call, sent)
    return json(Paid(paid), subject=say.subject(call, say.number_of(sent.card)))


def _json(call: Call, done: Done, says: str) -> Reply:
    return json(_told(done, says), subject=_subject(call, done))


def _subject(call: Call, done: Done) -> str:
    """The book, and the card it went to or came from."""
    card = say.subject(call, done.card) if done.card else ""
    return f"{done.barcode} {card}".strip()


def _told(done: Done, says: str) -> Told:
    return Told(
        done.title,
        done.barcode,
        done.due,
        done.reason,
        says,
        fee_fen=done.fee.cents if done.fee else 0,
        keep=done.kept_for is not None,
        send_to=done.send_to,
    )


def plain(sheet: CardSheet) -> OneCard:
    card = sheet.card
    lent = [
        OneLoan(one.id, one.title, one.due.day, one.overdue, one.renewals_left)
        for one in sheet.loans
        if one.due
    ]
    held = [
        OneHold(
            one.id, one.title, one.state, one.place, one.pickup,
            one.ready_until.day if one.ready_until else None,
        )
        for one in sheet.holds
    ]  # fmt: skip
    return OneCard(
        card=card.number,
        holder=card.name,
        kind=card.kind,
        state=sheet.patron.state,
        expires=card.expires,
        blocked=card.blocked,
        owed_fen=card.owed_cents,
        loans=lent,
        holds=held,
        fees=[OneFee(fee.id, fee.title, fee.cents, fee.since) for fee in card.fees],
    )


LEND = Action.LEND
ROUTES: tuple[Route, ...] = (
    page("/staff/desk", LEND, "Lending desk", desk_page),
    *both("card", "Open a card", CardForm, open_card, card_by_api, OneCard, "card.read", again),
    *both("lend", "Lend by barcode", LendForm, lend, lend_by_api, Told, "loan.lend", again),
    *both("renew", "Renew a loan", RenewForm, renew, renew_by_api, Told, "loan.renew", again),
    *both(
        "return", "Take in a copy", ReturnForm, take_back, return_by_api, Told, "loan.return",
        desk_page,
    ),
    *both(
        "cancel", "Cancel a hold", CancelForm, cancel, cancel_by_api, OneCard, "hold.cancel", again
    ),
    *both("pay", "Take a fee", PayForm, pay, pay_by_api, Paid, "fee.pay", again),
)  # fmt: skip
