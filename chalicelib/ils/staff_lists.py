"""What staff have to fetch from the shelves for readers who wait, and what stands ready."""

from datetime import date, datetime

import msgspec

from chalicelib.ils import staff_words as say
from chalicelib.ils.embedded.slips import Kept, ToFetch
from chalicelib.staff.model import Action
from chalicelib.staff.paging import cursor_of, sealed
from chalicelib.staff.replies import json, show
from chalicelib.staff.route import Call, Reply, Route, page, read
from chalicelib.texts import lending as texts

PAGE = 50
PUT_BACK = "put_back"


class Place(msgspec.Struct):
    barcode: str
    branch: str
    call_number: str


class OneToFetch(msgspec.Struct):
    """Any one of `copies` for each of `holds`, in their order."""

    title: str
    copies: list[Place]
    pickups: list[str]
    since: datetime


class SomeToFetch(msgspec.Struct):
    items: list[OneToFetch]
    next: str | None = None


class OneKept(msgspec.Struct):
    """`tail` is the end of the reader's card, as on the slip in the book. `state` is a hold's, or
    `put_back`: nobody waits for it any more."""

    title: str
    barcode: str
    pickup: str
    state: str
    tail: str = ""
    ready_until: date | None = None


class SomeKept(msgspec.Struct):
    items: list[OneKept]
    next: str | None = None


def _asked(call: Call) -> str:
    branch = call.query.get("branch", "")
    return branch if branch in say.terms(call).rules.branches else ""


def _to_fetch(call: Call) -> tuple[list[ToFetch], str | None]:
    found, more = say.lending(call).desk.to_fetch(_asked(call), cursor_of(call) or "", PAGE)
    return found, sealed(more or None, call.secret)


def _kept(call: Call) -> tuple[list[Kept], str | None]:
    found, more = say.lending(call).desk.hold_shelf(_asked(call), cursor_of(call) or "", PAGE)
    return found, sealed(more or None, call.secret)


def fetch_page(call: Call) -> Reply:
    listed, more = _to_fetch(call)
    return _list_page(call, "desk_fetch.html", listed, more)


def shelf_page(call: Call) -> Reply:
    listed, more = _kept(call)
    return _list_page(call, "desk_shelf.html", listed, more)


def _list_page(call: Call, template: str, listed: object, more: str | None) -> Reply:
    at = say.terms(call)
    return show(
        call,
        template,
        listed=listed,
        next=more,
        branch=_asked(call),
        branches=at.branch_names,
        lend=texts,
        tail=say.tail,
        today=at.days.today,
    )


def fetch_by_api(call: Call) -> Reply:
    listed, more = _to_fetch(call)
    return json(SomeToFetch([_plain_fetch(one) for one in listed], more))


def _plain_fetch(one: ToFetch) -> OneToFetch:
    places = [Place(copy.barcode, copy.branch, copy.call_number) for copy in one.copies]
    pickups = [hold.pickup for hold in one.holds]
    return OneToFetch(one.title.name, places, pickups, one.holds[0].placed_at)


def shelf_by_api(call: Call) -> Reply:
    listed, more = _kept(call)
    return json(SomeKept([_plain_kept(one) for one in listed], more))


def _plain_kept(one: Kept) -> OneKept:
    hold = one.hold
    if hold is None:
        return OneKept(one.title.name, one.copy.barcode, one.branch, PUT_BACK)
    return OneKept(
        one.title.name,
        one.copy.barcode,
        hold.pickup,
        hold.state,
        say.tail(hold.card),
        hold.ready_until,
    )


LEND = Action.LEND
ROUTES: tuple[Route, ...] = (
    page("/staff/desk/fetch", LEND, "To fetch from the shelves", fetch_page),
    page("/staff/desk/shelf", LEND, "The hold shelf", shelf_page, deed="hold.shelf"),
    read("/staff/api/desk/fetch", LEND, "To fetch from the shelves", SomeToFetch, fetch_by_api),
    read(
        "/staff/api/desk/shelf",
        LEND,
        "The hold shelf",
        SomeKept,
        shelf_by_api,
        deed="hold.shelf",
    ),
)
