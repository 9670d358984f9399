"""The ledger as staff see it: did every message of a day end?"""

from datetime import date, datetime

import msgspec

from chalicelib.clock import library_day
from chalicelib.conversation.cost import day_cost
from chalicelib.conversation.model import LedgerEntry
from chalicelib.errors import BadRequest
from chalicelib.staff.model import Action
from chalicelib.staff.ports import LedgerDay
from chalicelib.staff.replies import json, show
from chalicelib.staff.route import Call, Reply, Route, page, read
from chalicelib.texts import staff as texts

SHOWN = 100


class Endless(msgspec.Struct):
    """A message that is still owed its end. No reader is named and no text is kept."""

    key: str
    type: str
    arrived: datetime
    number: str
    promised: datetime | None


class Ledger(msgspec.Struct):
    """`clean`: nothing is owed too long. `cost`: of the day's messages, at list prices."""

    day: str
    messages: int
    readers: int
    cost: float
    currency: str
    ends: dict[str, int]
    kinds: dict[str, int]
    endless: list[Endless]
    open_rows: int
    clean: bool


def ledger_page(call: Call) -> Reply:
    found = _asked(call)
    kinds = sorted(found.kinds.items(), key=lambda pair: -pair[1])
    cost = day_cost(call.services.region, found.messages, found.kinds, found.readers)
    endless = found.endless[:SHOWN]
    return show(call, "ledger.html", ledger=found, kinds=kinds, endless=endless, cost=cost)


def ledger_by_api(call: Call) -> Reply:
    found = _asked(call)
    cost = day_cost(call.services.region, found.messages, found.kinds, found.readers)
    return json(
        Ledger(
            day=found.day,
            messages=found.messages,
            readers=found.readers,
            cost=round(cost.total, 6),
            currency=cost.currency,
            ends=dict(found.ends),
            kinds=dict(found.kinds),
            endless=[_plain(entry) for entry in found.endless[:SHOWN]],
            open_rows=found.open_rows,
            clean=found.clean,
        )
    )


def _asked(call: Call) -> LedgerDay:
    today = library_day(call.now, call.services.timezone).isoformat()
    try:
        day = date.fromisoformat(call.query.get("day") or today).isoformat()
    except ValueError as problem:
        raise BadRequest(texts.BAD_DAY) from problem
    return call.services.ledger(day, call.now)


def _plain(entry: LedgerEntry) -> Endless:
    return Endless(entry.key, entry.type, entry.arrived, entry.number, entry.promised)


READ = Action.READ_LEDGER
ROUTES: tuple[Route, ...] = (
    page("/staff/ledger", READ, "Did every message end?", ledger_page, deed="ledger.read"),
    read(
        "/staff/api/ledger",
        READ,
        "Did every message end?",
        Ledger,
        ledger_by_api,
        deed="ledger.read",
    ),
)
