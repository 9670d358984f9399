"""Lend, take back, renew: pure rules over one card and one title.

Each gives the rows as they are afterwards, or a reason and the rows unchanged.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.ils.embedded.holding import end, settled
from chalicelib.ils.embedded.model import Card, Copy, Lent, Owed, Queued, Title
from chalicelib.ils.embedded.rules import Days, Rules
from chalicelib.ils.model import FeeKind, Reason


@dataclass(frozen=True)
class Lending:
    """`reason` None: done. `card` is None where a copy came back that nobody had."""

    title: Title
    card: Card | None = None
    due: date | None = None
    reason: Reason | None = None
    renewals_left: int | None = None
    fee: Owed | None = None
    kept_for: Queued | None = None
    """Whose hold the copy serves now."""


def standing(rules: Rules, card: Card, days: Days) -> Reason | None:
    """Why this card may not borrow, hold or renew at all."""
    rule = rules.of(card.kind)
    if card.blocked:
        return Reason.CARD_BLOCKED
    if card.expires is not None and card.expires < days.today:
        return Reason.CARD_EXPIRED
    if rule.blocked_at_fen and card.owed_cents >= rule.blocked_at_fen:
        return Reason.FEES_OWED
    if rules.overdue_blocks and any(loan.due < days.today for loan in card.loans):
        return Reason.OVERDUE_OTHERS
    return None


def lend(
    rules: Rules, card: Card, title: Title, barcode: str, days: Days, now: datetime
) -> Lending:
    """Asking again for what the card has already is done, and changes nothing."""
    held = card.loan(barcode)
    if held is not None:
        return Lending(title, card, held.due)
    copy = title.copy(barcode)
    reason = _why_not_lent(rules, card, title, copy, days)
    if copy is None or reason is not None:
        return Lending(title, card, reason=reason or Reason.NO_SUCH_ITEM)
    due = days.due(rules, copy.branch, days.today, rules.of(card.kind).loan_days)
    loan = Lent(barcode, title.id, title.name, due, now, author=title.author)
    taken = replace(copy, lent_to=card.number, due=due, kept_for="", cleared=False)
    title, card = _without_own_hold(rules, title.with_copy(taken), card, days)
    return Lending(title, card.with_loan(loan), due)


def _why_not_lent(
    rules: Rules, card: Card, title: Title, copy: Copy | None, days: Days
) -> Reason | None:
    if copy is None or copy.gone:
        return Reason.NO_SUCH_ITEM
    if copy.lent_to:
        return Reason.LENT_TO_OTHER
    if not copy.lendable:
        return Reason.NOT_LENDABLE
    if len(card.loans) >= rules.of(card.kind).max_items:
        return Reason.LIMIT_REACHED
    return standing(rules, card, days) or _reserved(card, title, copy)


def _reserved(card: Card, title: Title, copy: Copy) -> Reason | None:
    """A copy kept for somebody is theirs; free ones go to the first who wait."""
    own = title.hold_of(card.number)
    if copy.kept_for:
        kept_for_me = own is not None and own.id == copy.kept_for
        return None if kept_for_me else Reason.RESERVED_BY_OTHER
    promised = own is not None and own in title.promised
    spare = len(title.free) > len(title.waiting)
    return None if promised or spare else Reason.RESERVED_BY_OTHER


def _without_own_hold(rules: Rules, title: Title, card: Card, days: Days) -> tuple[Title, Card]:
    """Who borrows any copy waits no more; another copy kept for that hold goes to the next."""
    own = title.hold_of(card.number)
    if own is None:
        return title, card
    ended = end(rules, card, title, own.id, days)
    return ended.title, ended.card


def take_back(
    rules: Rules,
    card: Card | None,
    title: Title,
    barcode: str,
    branch: str,
    days: Days,
) -> Lending:
    """A copy is scanned at a branch: off the card that had it, and on to the first who waits.

    `card` is whose `lent_to` names, None where nobody has it.
    """
    copy = title.copy(barcode)
    if copy is None:
        return Lending(title, card, reason=Reason.NO_SUCH_ITEM)
    fee = None
    if card is not None:
        fee = _fee(rules, card, copy, days)
        card = card.without_loan(barcode)
        card = card if fee is None else card.with_fee(fee)
    here = replace(copy, lent_to="", due=None, branch=branch, gone=False, cleared=False)
    title = settled(rules, title.with_copy(here), days, arrived=barcode)
    return Lending(title, card, fee=fee, kept_for=_served_by(title, barcode))


def _fee(rules: Rules, card: Card, copy: Copy, days: Days) -> Owed | None:
    loan = card.loan(copy.barcode)
    if loan is None:
        return None
    cents = days.fee_fen(rules, card.kind, copy.home, loan.due)
    made = f"{copy.barcode}-{loan.lent_at:%Y%m%d%H%M%S}"
    if cents == 0:
        return None
    return Owed(made, cents, FeeKind.OVERDUE, loan.title, copy.barcode, days.today)


def _served_by(title: Title, barcode: str) -> Queued | None:
    copy = title.copy(barcode)
    return title.hold(copy.kept_for) if copy is not None else None


def renew(
    rules: Rules, card: Card, title: Title, barcode: str, seen: date | None, days: Days
) -> Lending:
    """`seen` is the due date the reader knows; a later one is a renewal that happened."""
    loan, copy = card.loan(barcode), title.copy(barcode)
    if loan is None or copy is None or copy.lent_to != card.number:
        return Lending(title, card, reason=Reason.NOT_ON_LOAN)
    rule = rules.of(card.kind)
    if seen is not None and loan.due > seen:
        return Lending(title, card, loan.due, renewals_left=rule.renewals - loan.renewals)
    reason = _why_not_renewed(rules, card, title, loan, days)
    if reason is not None:
        return Lending(title, card, reason=reason)
    start = days.today if rules.renew_from_today else max(days.today, loan.due)
    due = days.due(rules, copy.home, start, rule.renew_days)
    if due <= loan.due:
        return Lending(title, card, reason=Reason.TOO_EARLY)
    longer = replace(loan, due=due, renewals=loan.renewals + 1)
    left = rule.renewals - longer.renewals
    card, title = card.with_loan(longer), title.with_copy(replace(copy, due=due))
    return Lending(title, card, due, renewals_left=left)


def _why_not_renewed(
    rules: Rules, card: Card, title: Title, loan: Lent, days: Days
) -> Reason | None:
    rule = rules.of(card.kind)
    if loan.due < days.today and rules.overdue_blocks:
        return Reason.OVERDUE
    if rule.renewals == 0:
        return Reason.NOT_RENEWABLE
    if loan.renewals >= rule.renewals:
        return Reason.LIMIT_REACHED
    if title.is_short:
        return Reason.RESERVED_BY_OTHER
    if rule.renew_window_days and (loan.due - days.today).days > rule.renew_window_days:
        return Reason.TOO_EARLY
    return standing(rules, card, days)
