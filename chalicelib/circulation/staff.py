"""Readers' wishes that wait for the library system, in the console: seen, and settled by hand."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.errors import NotFound
from chalicelib.staff.model import Action
from chalicelib.staff.paging import cursor_of, sealed
from chalicelib.staff.ports_waiting import Waiting, WaitingLine
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Refusal, Reply, Route, change, form, page, read
from chalicelib.texts import intents as texts

PAGE = 50
Place = Annotated[str, Meta(min_length=1, max_length=200)]
Word = Annotated[str, Meta(max_length=300)]


class DoneForm(msgspec.Struct):
    """`word` is added to what the reader is told."""

    place: Place
    word: Word = ""


class DropForm(msgspec.Struct):
    """`word` says why."""

    place: Place
    word: Word


class OneWaiting(msgspec.Struct):
    place: str
    asked: datetime
    until: datetime
    wish: str
    card: str
    items: list[str]
    tries: int
    unsure: bool
    aside: bool


class SomeWaiting(msgspec.Struct):
    items: list[OneWaiting]
    next: str | None = None


class Settled(msgspec.Struct):
    place: str
    done: bool


def _line(call: Call) -> WaitingLine:
    """Raises NotFound where nobody borrows by way of this service."""
    if call.services.waiting is None:
        raise NotFound(texts.NO_SYSTEM)
    return call.services.waiting


def _listed(call: Call) -> tuple[list[Waiting], str | None]:
    found, more = _line(call).page(cursor_of(call) or "", PAGE)
    return found, sealed(more or None, call.secret)


def line_page(call: Call, refusal: Refusal | None = None) -> Reply:
    listed, more = _listed(call)
    return show(call, "waiting.html", refusal, listed=listed, next=more)


def done_by_hand(call: Call, sent: DoneForm) -> Reply:
    _line(call).settle(sent.place, True, sent.word, call.now)
    return to(call, "/staff/waiting", "waiting-done", subject=_key(sent.place))


def drop(call: Call, sent: DropForm) -> Reply:
    _line(call).settle(sent.place, False, sent.word, call.now)
    return to(call, "/staff/waiting", "waiting-dropped", subject=_key(sent.place))


def line_by_api(call: Call) -> Reply:
    listed, more = _listed(call)
    return json(SomeWaiting([_plain(one) for one in listed], more))


def done_by_api(call: Call, sent: DoneForm) -> Reply:
    _line(call).settle(sent.place, True, sent.word, call.now)
    return json(Settled(sent.place, True), subject=_key(sent.place))


def drop_by_api(call: Call, sent: DropForm) -> Reply:
    _line(call).settle(sent.place, False, sent.word, call.now)
    return json(Settled(sent.place, False), subject=_key(sent.place))


def _key(place: str) -> str:
    """The message's, which stands in the ledger too."""
    return place.partition("#")[2]


def _plain(one: Waiting) -> OneWaiting:
    return OneWaiting(
        one.place,
        one.asked,
        one.until,
        one.wish,
        one.card,
        list(one.items),
        one.tries,
        one.unsure,
        one.aside,
    )


LEND = Action.LEND
HERE, API = "/staff/waiting", "/staff/api/waiting"
ROUTES: tuple[Route, ...] = (
    page(HERE, LEND, "Who waits for the library system", line_page, deed="intent.list"),
    form(
        f"{HERE}/done", LEND, "Done by hand", DoneForm, done_by_hand, "intent.done", again=line_page
    ),
    form(f"{HERE}/drop", LEND, "Not to be done", DropForm, drop, "intent.drop", again=line_page),
    read(
        API, LEND, "Who waits for the library system", SomeWaiting, line_by_api, deed="intent.list"
    ),
    change(f"{API}/done", LEND, "Done by hand", DoneForm, Settled, done_by_api, "intent.done"),
    change(f"{API}/drop", LEND, "Not to be done", DropForm, Settled, drop_by_api, "intent.drop"),
)
