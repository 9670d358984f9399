"""What librarians do at the desk: lend and take back by barcode, fetch, clear the hold shelf."""

from collections.abc import Callable
from datetime import date, datetime

from chalicelib.errors import NotFound
from chalicelib.ils.embedded import holding, lending
from chalicelib.ils.embedded.books import Books, Opened
from chalicelib.ils.embedded.model import Copy, Queued, Title
from chalicelib.ils.embedded.ports import Mark
from chalicelib.ils.embedded.rules import Terms, TermsAt
from chalicelib.ils.embedded.slips import Done, Kept, ToFetch
from chalicelib.ils.model import HoldState, Reason

PATIENCE_S = 8.0
"""The desk waits longer than a reader: a book lies on it."""
LAPSED_AT_ONCE = 50


class LendingDesk:
    """Everything here may be repeated: what is done already is told again as done."""

    def __init__(self, books: Books, terms: TermsAt) -> None:
        self._books = books
        self._terms = terms

    def lend(self, card: str, barcode: str, now: datetime) -> Done:
        """Raises NotFound for an unknown card."""
        terms = self._terms(now)

        def attempt(opened: Opened) -> Done:
            holder, title = opened.card(card), _title_of(opened, barcode)
            if title is None:
                return Done(barcode=barcode, reason=Reason.NO_SUCH_ITEM, card=card)
            made = lending.lend(terms.rules, holder, title, barcode, terms.days, now)
            if made.reason is None:
                _write(opened, made)
            return Done(title.name, barcode, made.due, made.reason, card=card)

        return self._books.change(attempt, PATIENCE_S)

    def take_back(self, barcode: str, branch: str, now: datetime) -> Done:
        """Every scan of a copy that comes in: returned, fetched from the shelf, or arrived."""
        terms = self._terms(now)

        def attempt(opened: Opened) -> Done:
            title = _title_of(opened, barcode)
            copy = title.copy(barcode) if title is not None else None
            if title is None or copy is None:
                return Done(barcode=barcode, reason=Reason.NO_SUCH_ITEM)
            holder = opened.card(copy.lent_to) if copy.lent_to else None
            came = lending.take_back(terms.rules, holder, title, barcode, branch, terms.days)
            _write(opened, came)
            return _came_in(came, copy, branch)

        return self._books.change(attempt, PATIENCE_S)

    def renew(self, card: str, barcode: str, seen: date, now: datetime) -> Done:
        """`seen` is the due date the librarian sees: a later one is a renewal that happened."""
        terms = self._terms(now)

        def attempt(opened: Opened) -> Done:
            holder = opened.card(card)
            loan = holder.loan(barcode)
            if loan is None:
                return Done(barcode=barcode, reason=Reason.NOT_ON_LOAN)
            title = opened.title(loan.title_id)
            made = lending.renew(terms.rules, holder, title, barcode, seen, terms.days)
            if made.reason is None:
                _write(opened, made)
            return Done(title.name, barcode, made.due, made.reason, card=card)

        return self._books.change(attempt, PATIENCE_S)

    def cancel_hold(self, card: str, hold_id: str, now: datetime) -> None:
        """One that is gone already is done."""
        self._end(card, hold_id, self._terms(now), lambda hold: True)

    def lapse(self, now: datetime) -> int:
        """Holds nobody came for pass to the next; returns how many. To be run every day."""
        terms = self._terms(now)
        today = terms.days.today.isoformat()
        titles, _ = self._books.marked(Mark.READY, today, "", LAPSED_AT_ONCE)
        over = [hold for title in titles for hold in holding.lapsed(title, terms.days)]
        return sum(self._end(hold.card, hold.id, terms, _is_over(terms)) for hold in over)

    def _end(self, card: str, hold_id: str, terms: Terms, may: Callable[[Queued], bool]) -> int:
        def attempt(opened: Opened) -> int:
            holder = opened.card(card)
            if hold_id not in holder.holds:
                return 0
            title = opened.title(holder.holds[hold_id])
            hold = title.hold(hold_id)
            if hold is not None and not may(hold):
                return 0
            ended = holding.end(terms.rules, holder, title, hold_id, terms.days)
            opened.put_card(ended.card)
            opened.put_title(ended.title)
            return 1

        return self._books.change(attempt, PATIENCE_S)

    def to_fetch(self, branch: str, after: str, most: int) -> tuple[list[ToFetch], str]:
        """The pick list of one branch ('' : all), longest promised first, and the next page."""
        titles, more = self._books.marked(Mark.TO_FETCH, "", after, most)
        listed = [_to_fetch(title, branch) for title in titles]
        return [one for one in listed if one.copies and one.holds], more

    def hold_shelf(self, branch: str, after: str, most: int) -> tuple[list[Kept], str]:
        """What stands on a branch's hold shelf ('' : all) or is on its way there, by title of the
        earliest last day; last what has to be put back."""
        titles, more = self._books.marked(Mark.READY, "", after, most)
        kept = [one for title in titles for one in _kept(title)]
        return [one for one in kept if branch in ("", one.branch)], more

    def title_of(self, barcode: str) -> Title:
        """Raises NotFound."""
        return self._books.open().title_of_copy(barcode)


def _title_of(opened: Opened, barcode: str) -> Title | None:
    try:
        return opened.title_of_copy(barcode)
    except NotFound:
        return None


def _write(opened: Opened, made: lending.Lending) -> None:
    opened.put_title(made.title)
    if made.card is not None:
        opened.put_card(made.card)


def _came_in(came: lending.Lending, before: Copy, branch: str) -> Done:
    hold = came.kept_for
    goes_to = hold.pickup if hold is not None else before.home
    return Done(
        came.title.name,
        before.barcode,
        fee=came.fee,
        card=before.lent_to,
        kept_for=hold,
        send_to=goes_to if goes_to != branch else "",
    )


def _is_over(terms: Terms) -> Callable[[Queued], bool]:
    def over(hold: Queued) -> bool:
        until = hold.ready_until
        return hold.state is HoldState.READY and until is not None and until < terms.days.today

    return over


def _to_fetch(title: Title, branch: str) -> ToFetch:
    copies = tuple(copy for copy in title.free if branch in ("", copy.branch))
    return ToFetch(title, copies, title.promised)


def _kept(title: Title) -> list[Kept]:
    pairs = ((title.copy(hold.barcode), hold) for hold in title.queue)
    waiting = [Kept(title, copy, hold) for copy, hold in pairs if copy is not None]
    return [*waiting, *(Kept(title, copy, None) for copy in title.copies if copy.cleared)]
