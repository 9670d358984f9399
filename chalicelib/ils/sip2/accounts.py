"""Loans, holds and fees of one card, pieced together from messages 64 and 18."""

from dataclasses import dataclass

from chalicelib.ils.model import Account, CardNumber, Due, Fee, Hold, HoldState, Loan, Page
from chalicelib.ils.sip2 import answers
from chalicelib.ils.sip2.answers import Entry
from chalicelib.ils.sip2.dates import read_due
from chalicelib.ils.sip2.messages import Message
from chalicelib.ils.sip2.requests import ListKind
from chalicelib.ils.sip2.visit import Visit

AT_ONCE = 20
"""Loans on one page: each costs a message."""
MOST_PAGES = 25
_FIELDS = {
    ListKind.HOLDS: "AS",
    ListKind.OVERDUE: "AT",
    ListKind.CHARGED: "AU",
    ListKind.RECALLS: "BU",
    ListKind.UNAVAILABLE_HOLDS: "CD",
}
_COUNTS = {
    ListKind.HOLDS: "hold_count",
    ListKind.OVERDUE: "overdue_count",
    ListKind.CHARGED: "charged_count",
    ListKind.RECALLS: "recall_count",
    ListKind.UNAVAILABLE_HOLDS: "unavailable_count",
}


@dataclass(frozen=True)
class Listed:
    """`told` is how many the system says there are, `start` the first entry's place from 1."""

    answer: Message
    entries: tuple[Entry, ...]
    told: int | None
    start: int = 1

    @property
    def is_whole(self) -> bool:
        return self.told is None or self.told == self.start - 1 + len(self.entries)


def listed(visit: Visit, card: CardNumber, kind: ListKind, start: int = 1) -> Listed:
    """From `start` on; a system that ignores the span asked for gives all of it again."""
    size = visit.dialect.page_size
    span = (start, start + size - 1) if size else None
    answer = visit.account(card, kind, span)
    found = answers.entries(answer.every(_FIELDS[kind]), visit.dialect)
    if not size or len(found) > size:
        found = found[start - 1 :]
    return Listed(answer, found, answer.count(_COUNTS[kind]), start)


def _whole(visit: Visit, card: CardNumber, kind: ListKind, first: Listed) -> Listed:
    """With the further pages of a list that comes in pages, as long as they bring anything."""
    found, size = {one.id: one for one in first.entries}, visit.dialect.page_size
    for page in range(1, MOST_PAGES if size else 1):
        if len(found) >= (first.told or 0):
            break
        more = listed(visit, card, kind, 1 + page * size).entries
        if all(one.id in found for one in more):
            break
        found |= {one.id: one for one in more}
    return Listed(first.answer, tuple(found.values()), first.told)


def _ids(visit: Visit, card: CardNumber, kind: ListKind, answer: Message) -> tuple[Entry, ...]:
    """Not asked where the count says that there is nothing; a count left out says nothing."""
    if answer.count(_COUNTS[kind]) == 0:
        return ()
    return _whole(visit, card, kind, listed(visit, card, kind)).entries


def loans(visit: Visit, card: CardNumber, after: str) -> Page[Loan]:
    start = int(after) if after.isascii() and after.isdigit() else 1
    charged = listed(visit, card, ListKind.CHARGED, start)
    overdue = _ids(visit, card, ListKind.OVERDUE, charged.answer)
    recalled = _ids(visit, card, ListKind.RECALLS, charged.answer)
    size, further = visit.dialect.page_size, _further(visit, charged)
    apart = () if charged.start > 1 or (size and further) else _apart(charged, overdue)
    marks = {one.id for one in overdue}, {one.id for one in recalled}
    shown = (*charged.entries[: size or AT_ONCE], *apart)
    found = [_loan(visit, entry, *marks) for entry in shown]
    is_whole = charged.is_whole or bool(size and further)
    is_complete = is_whole and all(loan.due for loan in found)
    return Page(tuple(sorted(found, key=_by_due)), further, is_complete)


def _apart(charged: Listed, overdue: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Some systems list what is overdue there only."""
    known = {one.id for one in charged.entries}
    return tuple(one for one in overdue if one.id not in known)


def _further(visit: Visit, charged: Listed) -> str:
    """Where the next page begins; '' where nothing new can come."""
    size = visit.dialect.page_size
    end = charged.start + (size or AT_ONCE)
    is_told = bool(charged.entries) and end <= (charged.told or 0)
    return str(end) if (is_told if size else len(charged.entries) > AT_ONCE) else ""


def _by_due(loan: Loan) -> tuple[bool, Due | None]:
    return (True, None) if loan.due is None else (False, loan.due)


def _loan(visit: Visit, entry: Entry, overdue: set[str], recalled: set[str]) -> Loan:
    item = visit.item_if_in_time(entry.id)
    due = _due(visit, entry, item)
    is_past = due is not None and due.is_past(visit.now, visit.timezone)
    is_called = item is not None and item.fixed["circulation_status"] == answers.RECALLED
    return Loan(
        id=entry.id,
        item=entry.id,
        title=entry.title or (item.first("AJ") if item else ""),
        due=due,
        overdue=is_past or entry.id in overdue,
        recalled=is_called or entry.id in recalled,
    )


def _due(visit: Visit, entry: Entry, item: Message | None) -> Due | None:
    """The copy's own answer tells it best: a list may be older."""
    told = answers.due(item, visit.dialect, visit.timezone) if item else None
    return told or read_due(entry.due, visit.timezone, visit.dialect.due_formats)


def all_loans(visit: Visit, card: CardNumber) -> tuple[tuple[Loan, ...], bool]:
    """And whether they are complete."""
    found: dict[str, Loan] = {}
    page: Page[Loan] = loans(visit, card, "")
    is_complete = page.complete
    for _ in range(MOST_PAGES):
        found |= {loan.id: loan for loan in page.items}
        if not page.next:
            return tuple(found.values()), is_complete
        page = loans(visit, card, page.next)
        is_complete = is_complete and page.complete
    return tuple(found.values()), False


def account(visit: Visit, card: CardNumber) -> Account:
    """One message where the card has nothing out and waits for nothing."""
    ready = listed(visit, card, ListKind.HOLDS)
    patron = visit.patron_of(ready.answer, card)
    has_none = patron.loans == 0 and not patron.overdue
    loans, are_all = ((), True) if has_none else all_loans(visit, card)
    held = _holds(visit, card, ready)
    return Account(patron, loans, held.items, are_all and held.complete)


def holds(visit: Visit, card: CardNumber) -> Page[Hold]:
    return _holds(visit, card, listed(visit, card, ListKind.HOLDS))


def _holds(visit: Visit, card: CardNumber, ready: Listed) -> Page[Hold]:
    ready = _whole(visit, card, ListKind.HOLDS, ready)
    waiting = _ids(visit, card, ListKind.UNAVAILABLE_HOLDS, ready.answer)
    names_ready = {one.id for one in ready.entries}
    rest = [_hold(visit, one, False) for one in waiting if one.id not in names_ready]
    found = (*(_hold(visit, one, True) for one in ready.entries), *rest)
    return Page(found, complete=ready.is_whole and _are_all(waiting, ready.answer))


def _are_all(waiting: tuple[Entry, ...], answer: Message) -> bool:
    promised = answer.count(_COUNTS[ListKind.UNAVAILABLE_HOLDS])
    return promised in (None, len(waiting))


def _hold(visit: Visit, entry: Entry, is_listed_ready: bool) -> Hold:
    item = visit.item_if_in_time(entry.id)
    place = (item.first("AP") or item.first("AQ")) if item else ""
    return Hold(
        id=entry.id,
        title=entry.title or (item.first("AJ") if item else ""),
        state=_state(visit, item, is_listed_ready),
        item=entry.id,
        pickup=visit.branches.named(place) if visit.branches.by_code else "",
        ready_until=_pickup_end(visit, item) if is_listed_ready else None,
    )


def _state(visit: Visit, item: Message | None, is_listed_ready: bool) -> HoldState:
    """Ready only on good ground: nobody shall come in vain."""
    status = item.fixed["circulation_status"] if item else ""
    if is_listed_ready and (visit.dialect.ready_list or status == answers.ON_HOLD_SHELF):
        return HoldState.READY
    return HoldState.IN_TRANSIT if status == answers.IN_TRANSIT else HoldState.WAITING


def _pickup_end(visit: Visit, item: Message | None) -> Due | None:
    told = item.first("CM") if item else ""
    return read_due(told, visit.timezone, visit.dialect.due_formats)


def fees(visit: Visit, card: CardNumber) -> Page[Fee]:
    """SIP2 tells one sum, whatever it is made of."""
    answer = visit.account(card, ListKind.FINES)
    owed = answers.money(answer, visit.dialect)
    if owed is None or owed.cents <= 0:
        return Page()
    return Page((Fee("all", owed, words=answers.words(answer)),))


@dataclass(frozen=True)
class Held:
    """A card's hold on one of some copies. Not `is_certain`: the list has entries nobody can
    read, and an absent hold may be one of them."""

    entry: Entry | None
    is_certain: bool


def held(visit: Visit, card: CardNumber, items: tuple[str, ...]) -> Held:
    """Ready or not."""
    ready = _whole(visit, card, ListKind.HOLDS, listed(visit, card, ListKind.HOLDS))
    waiting = _ids(visit, card, ListKind.UNAVAILABLE_HOLDS, ready.answer)
    entry = next((one for one in (*ready.entries, *waiting) if one.id in items), None)
    return Held(entry, ready.is_whole and _are_all(waiting, ready.answer))
