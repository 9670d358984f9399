"""Renewing, without ever renewing twice: read first, send once, read back where no answer came."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.errors import NotFound, TryLater, Unheard
from chalicelib.ils.koha import reading
from chalicelib.ils.koha.client import Facts, Refused
from chalicelib.ils.koha.visit import Visit
from chalicelib.ils.model import Can, CardNumber, Due, Fate, Loan, Reason, RenewOutcome
from chalicelib.ils.renewed import Renewed, Tried


def renew(visit: Visit, card: CardNumber, loan: Loan, key: str, renewed: Renewed) -> RenewOutcome:
    """Raises TryLater where nothing was sent."""
    return _renew(visit, visit.patron_id(card), loan, f"{key} {loan.item}", renewed)


def _renew(visit: Visit, patron_id: int, loan: Loan, id: str, renewed: Renewed) -> RenewOutcome:
    known = renewed.get(id)
    if known is not None and known.outcome.fate is Fate.DONE:
        return known.outcome
    first = replace(loan, due=known.seen) if known is not None else loan
    if Can.RENEW not in visit.ways.offers:
        return RenewOutcome.refused(loan.item, Reason.NOT_SUPPORTED)
    checkout = _checkout(visit, patron_id, loan)
    if checkout is None:
        return RenewOutcome.refused(loan.item, Reason.NOT_ON_LOAN)
    now_due = reading.due(checkout, visit.ways.timezone)
    if _is_later(now_due, first):
        outcome = RenewOutcome(Fate.DONE, loan.item, now_due)
    else:
        outcome = _sent(visit, patron_id, first)
    return renewed.keep(id, Tried(outcome, first.due)).outcome


def _checkout(visit: Visit, patron_id: int, loan: Loan) -> Facts | None:
    """Only this card's, and still out."""
    if not (loan.id.isascii() and loan.id.isdigit()):
        return None
    try:
        facts = visit.get("loan", f"/checkouts/{int(loan.id)}")
    except NotFound:
        return None
    is_theirs = reading.number(facts, "patron_id") == patron_id
    return facts if is_theirs and not facts.get("checkin_date") else None


def _sent(visit: Visit, patron_id: int, loan: Loan) -> RenewOutcome:
    try:
        answer = visit.change("renewal", "POST", f"/checkouts/{int(loan.id)}/renewals")
    except Unheard:
        return _found_out(visit, patron_id, loan)
    if not isinstance(answer, Refused):
        return RenewOutcome(Fate.DONE, loan.item, reading.due(answer, visit.ways.timezone))
    reason = Reason.NOT_ON_LOAN if answer.status == 404 else visit.reason(answer)
    if reason is Reason.OVERDUE_OTHERS and loan.overdue:
        reason = Reason.OVERDUE
    return RenewOutcome.refused(loan.item, reason, answer.words)


def _found_out(visit: Visit, patron_id: int, loan: Loan) -> RenewOutcome:
    """A due date that has not moved proves nothing: the request may still be on its way."""
    try:
        checkout = _checkout(visit, patron_id, loan) or {}
    except TryLater:
        checkout = {}
    now_due = reading.due(checkout, visit.ways.timezone)
    is_done = _is_later(now_due, loan)
    return RenewOutcome(Fate.DONE if is_done else Fate.UNKNOWN, loan.item, now_due)


def _is_later(due: Due | None, loan: Loan) -> bool:
    """By the day, and by the hour where both are told."""
    if due is None or loan.due is None:
        return False
    if due.at and loan.due.at:
        return due.at > loan.due.at
    return due > loan.due


def renew_all(
    visit: Visit, card: CardNumber, loans: Sequence[Loan], key: str, renewed: Renewed
) -> tuple[RenewOutcome, ...]:
    patron_id = visit.patron_id(card)
    return tuple(_in_time(visit, patron_id, loan, f"{key} {loan.item}", renewed) for loan in loans)


def _in_time(visit: Visit, patron_id: int, loan: Loan, id: str, renewed: Renewed) -> RenewOutcome:
    known = renewed.get(id)
    unknown = known.outcome if known is not None else RenewOutcome(Fate.UNKNOWN, loan.item)
    if not visit.has_time:
        return unknown
    try:
        return _renew(visit, patron_id, loan, id, renewed)
    except TryLater as problem:
        return replace(unknown, words=str(problem))
