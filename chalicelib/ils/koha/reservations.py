"""Placing and taking back holds, without ever holding twice.

A hold carries a mark of the key in its notes, so that any process sees whose it is.
"""

from hashlib import blake2b

from chalicelib.errors import TryLater, Unheard
from chalicelib.ils.koha import accounts, reading
from chalicelib.ils.koha.client import Facts, Refused
from chalicelib.ils.koha.shelves import biblio_of
from chalicelib.ils.koha.visit import Visit, id_of
from chalicelib.ils.model import Can, CardNumber, Fate, Hold, HoldOutcome, Reason, Wanted


def mark(key: str) -> str:
    return f"wg-{blake2b(key.encode(), digest_size=8).hexdigest()}"


def place(visit: Visit, card: CardNumber, wanted: Wanted, pickup: str, key: str) -> HoldOutcome:
    """Raises TryLater where nothing was sent."""
    if Can.HOLDS not in visit.ways.offers:
        return HoldOutcome.refused(Reason.NOT_SUPPORTED)
    patron = visit.patron_facts(card)
    biblio_id = biblio_of(visit, wanted)
    if biblio_id is None:
        return HoldOutcome.refused(Reason.NO_SUCH_ITEM)
    patron_id = id_of(patron, "patron_id")
    before = _held(visit, patron_id, biblio_id)
    if before is not None:
        hold = reading.hold(before, wanted.title, visit.ways)
        is_ours = mark(key) in reading.text(before, "notes")
        if is_ours:
            return HoldOutcome(Fate.DONE, hold)
        return HoldOutcome(Fate.REFUSED, hold, Reason.ALREADY_HELD)
    where = pickup or visit.ways.pickup or visit.ways.branch(reading.text(patron, "library_id"))
    asked = {
        "patron_id": patron_id,
        "biblio_id": biblio_id,
        "pickup_library_id": visit.ways.code_of(where),
        "notes": mark(key),
    }
    return _sent(visit, asked, wanted, key)


def _held(visit: Visit, patron_id: int, biblio_id: int) -> Facts | None:
    rows = accounts.hold_rows(visit, patron_id).rows
    return next((row for row in rows if reading.number(row, "biblio_id") == biblio_id), None)


def _sent(visit: Visit, asked: Facts, wanted: Wanted, key: str) -> HoldOutcome:
    try:
        answer = visit.change("hold", "POST", "/holds", asked)
    except Unheard:
        return _found_out(visit, asked, wanted, key)
    if isinstance(answer, Refused):
        return HoldOutcome.refused(visit.reason(answer), answer.words)
    return HoldOutcome(Fate.DONE, reading.hold(answer, wanted.title, visit.ways))


def _found_out(visit: Visit, asked: Facts, wanted: Wanted, key: str) -> HoldOutcome:
    """A hold that is not listed yet may still come."""
    try:
        row = _held(visit, asked["patron_id"], asked["biblio_id"])
    except TryLater:
        row = None
    if row is None or mark(key) not in reading.text(row, "notes"):
        return HoldOutcome(Fate.UNKNOWN)
    return HoldOutcome(Fate.DONE, reading.hold(row, wanted.title, visit.ways))


def cancel(visit: Visit, card: CardNumber, hold: Hold) -> HoldOutcome:
    """Taking back twice is harmless. Only what this card holds is touched."""
    if Can.CANCEL_HOLD not in visit.ways.offers:
        return HoldOutcome.refused(Reason.NOT_SUPPORTED)
    patron_id = visit.patron_id(card)
    if not _is_listed(visit, patron_id, hold):
        return HoldOutcome(Fate.DONE)
    try:
        answer = visit.change("cancel", "DELETE", f"/holds/{int(hold.id)}")
    except Unheard:
        return _is_gone(visit, patron_id, hold)
    if not isinstance(answer, Refused) or answer.status == 404:
        return HoldOutcome(Fate.DONE)
    return HoldOutcome.refused(visit.reason(answer), answer.words)


def _is_listed(visit: Visit, patron_id: int, hold: Hold) -> bool:
    rows = accounts.hold_rows(visit, patron_id).rows
    return hold.id in {str(reading.number(row, "hold_id")) for row in rows}


def _is_gone(visit: Visit, patron_id: int, hold: Hold) -> HoldOutcome:
    try:
        is_listed = _is_listed(visit, patron_id, hold)
    except TryLater:
        return HoldOutcome(Fate.UNKNOWN)
    return HoldOutcome(Fate.UNKNOWN if is_listed else Fate.DONE)
