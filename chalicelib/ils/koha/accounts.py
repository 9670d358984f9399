"""Loans, holds and fees of one card."""

from chalicelib.ils.koha import reading
from chalicelib.ils.koha.client import Facts, Listed
from chalicelib.ils.koha.visit import MOST_PAGES, Visit
from chalicelib.ils.model import Fee, Hold, Loan, Page


def loans(visit: Visit, patron_id: int, after: str) -> Page[Loan]:
    page = int(after) if after.isascii() and after.isdigit() and len(after) < 5 else 1
    listed = _listed(visit, patron_id, page)
    found = _loans(visit, listed)
    further = str(page + 1) if listed.has_more and page < MOST_PAGES else ""
    is_cut = listed.has_more and not further
    return Page(found, further, _is_complete(listed, found) and not is_cut)


def all_loans(visit: Visit, patron_id: int) -> Page[Loan]:
    page, found = loans(visit, patron_id, ""), list[Loan]()
    is_complete = page.complete
    found += page.items
    while page.next:
        page = loans(visit, patron_id, page.next)
        found += page.items
        is_complete = is_complete and page.complete
    return Page(tuple({loan.id: loan for loan in found}.values()), complete=is_complete)


def _listed(visit: Visit, patron_id: int, page: int) -> Listed:
    """By number: loans of one day are due at the same minute, and pages of a list without an order
    of its own may show one of them twice and another not at all."""
    order = "checkout_id"
    return visit.page("loans", "/checkouts", page, patron_id=str(patron_id), _order_by=order)


def _loans(visit: Visit, listed: Listed) -> tuple[Loan, ...]:
    ids = [reading.number(row, "item_id") for row in listed.rows]
    known = [id for id in ids if id is not None]
    items = visit.by_ids("items", "/items", "item_id", known, "biblio")
    now, timezone = visit.now, visit.ways.timezone
    read = [
        reading.loan(row, items.get(reading.number(row, "item_id") or 0, {}), now, timezone)
        for row in listed.rows
    ]
    return tuple(loan for loan in read if loan is not None)


def _is_complete(listed: Listed, found: tuple[Loan, ...]) -> bool:
    all_told = all(loan.due and loan.title for loan in found)
    return listed.is_whole and len(found) == len(listed.rows) and all_told


def hold_rows(visit: Visit, patron_id: int) -> Listed:
    return visit.all("holds", "/holds", patron_id=str(patron_id))


def holds(visit: Visit, patron_id: int) -> Page[Hold]:
    listed = hold_rows(visit, patron_id)
    titles = titles_of(visit, listed.rows)
    read = [
        reading.hold(row, titles.get(reading.number(row, "biblio_id") or 0, ""), visit.ways)
        for row in listed.rows
    ]
    found = tuple(hold for hold in read if hold is not None)
    return Page(found, complete=listed.is_whole and len(found) == len(listed.rows))


def titles_of(visit: Visit, rows: tuple[Facts, ...]) -> dict[int, str]:
    ids = [reading.number(row, "biblio_id") for row in rows]
    known = [id for id in ids if id is not None]
    found = visit.by_ids("titles", "/biblios", "biblio_id", known)
    return {id: reading.text(biblio, "title") for id, biblio in found.items()}


def fees(visit: Visit, patron_id: int) -> Page[Fee]:
    account = visit.get("account", f"/patrons/{patron_id}/account")
    found = tuple(reading.fees(account, visit.ways.currency))
    debits = account.get("outstanding_debits")
    told = reading.cents(debits.get("total")) if isinstance(debits, dict) else 0
    return Page(found, complete=told == sum(fee.owed.cents for fee in found))
