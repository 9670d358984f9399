"""Titles as Koha numbers them, their copies now, and where a hold on one can be collected."""

from chalicelib.errors import NotFound
from chalicelib.ils.koha import reading
from chalicelib.ils.koha.client import Facts
from chalicelib.ils.koha.visit import Visit
from chalicelib.ils.model import Availability, Pickup, Wanted


def biblio_of(visit: Visit, wanted: Wanted) -> int | None:
    """By a copy's barcode, which means the same in any catalogue; else by the record's number
    where the settings say that the catalogue came from Koha."""
    for barcode in wanted.items[:1]:
        rows = visit.page("item", "/items", 1, external_id=barcode, _match="exact").rows
        same = [row for row in rows if reading.text(row, "external_id") == barcode]
        if same:
            return reading.number(same[0], "biblio_id")
    number = wanted.title_id.rpartition(":")[2]
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    return int(number) if visit.ways.title_ids and is_number else None


def availability(visit: Visit, wanted: Wanted) -> Availability | None:
    biblio_id = biblio_of(visit, wanted)
    if biblio_id is None:
        return None
    try:
        items = visit.all("copies", f"/biblios/{biblio_id}/items").rows
        holds = visit.all("queue", "/holds", biblio_id=str(biblio_id)).rows
    except NotFound:
        return None
    kept = frozenset(reading.number(hold, "item_id") or 0 for hold in holds if hold.get("status"))
    read = [reading.shelf_item(item, kept, visit.ways) for item in items]
    waiting = sum(not hold.get("status") for hold in holds)
    return Availability(wanted.title_id, tuple(one for one in read if one is not None), waiting)


def pickups(visit: Visit, patron_id: int, wanted: Wanted) -> tuple[Pickup, ...]:
    biblio_id = biblio_of(visit, wanted)
    if biblio_id is None:
        return ()
    path = f"/biblios/{biblio_id}/pickup_locations"
    try:
        rows = visit.all("pickups", path, patron_id=str(patron_id)).rows
    except NotFound:
        return ()
    return tuple(_pickup(visit, row) for row in rows if row.get("needs_override") is not True)


def _pickup(visit: Visit, library: Facts) -> Pickup:
    return Pickup(
        visit.ways.branch(reading.text(library, "library_id")), reading.text(library, "name")
    )
