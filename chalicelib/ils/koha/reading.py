"""What Koha's JSON says, in the port's values. Rubbish in a field is left out."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.catalogue.model import Shelf
from chalicelib.ils.koha.model import Ways
from chalicelib.ils.model import (
    CardNumber,
    CardState,
    Due,
    Fee,
    FeeKind,
    Hold,
    HoldState,
    Item,
    Loan,
    Money,
    Patron,
)

Facts = Mapping[str, Any]
_END_OF_DAY = time(23, 59)
_STATES = {"W": HoldState.READY, "T": HoldState.IN_TRANSIT, "P": HoldState.IN_TRANSIT}
_FEES = {
    "OVERDUE": FeeKind.OVERDUE,
    "LOST": FeeKind.LOST,
    "LOST_ITEM": FeeKind.LOST,
    "DAMAGED": FeeKind.DAMAGED,
}


def number(facts: Facts, name: str) -> int | None:
    """Ids come as numbers or, some of them, as text."""
    value = facts.get(name)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or len(value) > 18:
        return None
    return int(value) if value.isascii() and value.isdigit() else None


def text(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return " ".join(value.split())[:500] if isinstance(value, str) else ""


def day(facts: Facts, name: str) -> date | None:
    try:
        return date.fromisoformat(text(facts, name)[:10])
    except ValueError:
        return None


def instant(facts: Facts, name: str, timezone: str) -> datetime | None:
    """Without an offset it is the library's time."""
    try:
        moment = datetime.fromisoformat(text(facts, name))
    except ValueError:
        return None
    if not 1900 < moment.year < 9999:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))


def due(facts: Facts, timezone: str) -> Due | None:
    """Koha's loans by the day end at 23:59 of the library's day."""
    moment = instant(facts, "due_date", timezone)
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(timezone))
    is_all_day = local.time().replace(second=0, microsecond=0) in (_END_OF_DAY, time())
    return Due(local.date()) if is_all_day else Due.at_instant(moment, timezone)


def patron(facts: Facts, card: CardNumber, today: date) -> Patron:
    expires = day(facts, "expiry_date")
    return Patron(
        card=card,
        name=_name(facts),
        kind=text(facts, "category_id"),
        state=_state(facts, expires, today),
        expires=expires,
    )


def _name(facts: Facts) -> str:
    """Chinese names are written without a gap, the family's first."""
    given = text(facts, "preferred_name") or text(facts, "firstname")
    family = text(facts, "surname")
    whole = f"{family}{given}"
    return f"{given} {family}".strip() if whole.isascii() else whole


def _state(facts: Facts, expires: date | None, today: date) -> CardState:
    if facts.get("restricted") is True or facts.get("patron_card_lost") is True:
        return CardState.BLOCKED
    return CardState.EXPIRED if expires and expires < today else CardState.ACTIVE


def loan(facts: Facts, item: Facts, now: datetime, timezone: str) -> Loan | None:
    """`item` with its title embedded, where it could be had."""
    id, item_id = number(facts, "checkout_id"), number(facts, "item_id")
    if id is None or item_id is None:
        return None
    biblio = item.get("biblio")
    title: Facts = biblio if isinstance(biblio, dict) else {}
    until = due(facts, timezone)
    biblio_id = number(item, "biblio_id")
    return Loan(
        id=str(id),
        item=text(item, "external_id") or text(facts, "external_id") or str(item_id),
        title=text(title, "title"),
        due=until,
        author=text(title, "author"),
        title_id=str(biblio_id) if biblio_id is not None else "",
        renewals=number(facts, "renewals_count"),
        overdue=until is not None and until.is_past(now, timezone),
    )


def hold(facts: Facts, title: str, ways: Ways) -> Hold | None:
    id, biblio_id = number(facts, "hold_id"), number(facts, "biblio_id")
    if id is None:
        return None
    state = _hold_state(facts)
    place = number(facts, "priority")
    is_queued = state in (HoldState.WAITING, HoldState.SUSPENDED)
    last = day(facts, "expiration_date") if state is HoldState.READY else None
    item_id = number(facts, "item_id")
    return Hold(
        id=str(id),
        title=title,
        state=state,
        title_id=str(biblio_id) if biblio_id is not None else "",
        item=str(item_id) if item_id is not None else "",
        place=place if is_queued and place else None,
        pickup=ways.branch(text(facts, "pickup_library_id")),
        ready_until=Due(last) if last else None,
        placed_at=_placed(facts, ways.timezone),
    )


def _placed(facts: Facts, timezone: str) -> datetime | None:
    placed = day(facts, "hold_date")
    return datetime.combine(placed, time(), ZoneInfo(timezone)) if placed else None


def _hold_state(facts: Facts) -> HoldState:
    status = text(facts, "status")
    if status:
        return _STATES.get(status, HoldState.IN_TRANSIT)
    return HoldState.SUSPENDED if facts.get("suspended") is True else HoldState.WAITING


def fees(account: Facts, currency: str) -> Iterator[Fee]:
    """What is owed line by line; credits lie beside and are no fees."""
    debits = account.get("outstanding_debits")
    lines = debits.get("lines") if isinstance(debits, dict) else None
    for line in lines if isinstance(lines, list) else []:
        fee = _fee(line, currency) if isinstance(line, dict) else None
        if fee is not None:
            yield fee


def _fee(line: Facts, currency: str) -> Fee | None:
    id, owed = number(line, "account_line_id"), cents(line.get("amount_outstanding"))
    if id is None or owed is None or owed <= 0:
        return None
    kind = _FEES.get(text(line, "debit_type"), FeeKind.OTHER)
    words = text(line, "description")
    return Fee(str(id), Money(owed, currency), kind, since=day(line, "date"), words=words)


def cents(amount: Any) -> int | None:
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return None
    whole = Decimal(amount)
    return round(whole * 100) if abs(whole) < 10**9 else None


def shelf_item(facts: Facts, kept: frozenset[int], ways: Ways) -> Item | None:
    """`kept`: ids of items that wait on a hold shelf or are on their way to one."""
    id = number(facts, "item_id")
    if id is None:
        return None
    branch = text(facts, "holding_library_id") or text(facts, "home_library_id")
    return Item(
        barcode=text(facts, "external_id") or str(id),
        state=_shelf(facts, id in kept),
        branch=ways.branch(branch),
        call_number=text(facts, "callnumber"),
    )


def _shelf(facts: Facts, is_kept: bool) -> Shelf:
    if any(number(facts, name) for name in ("lost_status", "withdrawn", "damaged_status")):
        return Shelf.AWAY
    if facts.get("checked_out_date"):
        return Shelf.ON_LOAN
    if is_kept:
        return Shelf.RESERVED
    barred = number(facts, "effective_not_for_loan_status")
    barred = number(facts, "not_for_loan_status") if barred is None else barred
    if barred is None or barred == 0:
        return Shelf.HERE
    return Shelf.READ_HERE if barred > 0 else Shelf.AWAY
