"""Renewing, without ever renewing twice: read first, send once, read back where no answer came."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.errors import TryLater
from chalicelib.ils.model import CardNumber, Due, Fate, Loan, Reason, RenewOutcome
from chalicelib.ils.renewed import Renewed, Tried
from chalicelib.ils.sip2 import answers
from chalicelib.ils.sip2.line import AnswerLost
from chalicelib.ils.sip2.messages import Message
from chalicelib.ils.sip2.refusals import Effect, reason_of
from chalicelib.ils.sip2.visit import Visit


def renew(visit: Visit, card: CardNumber, loan: Loan, key: str, renewed: Renewed) -> RenewOutcome:
    """Raises TryLater where nothing was sent."""
    id = _id(key, loan.item)
    known = renewed.get(id)
    if known is not None and known.outcome.fate is Fate.DONE:
        return known.outcome
    first = replace(loan, due=known.seen) if known is not None else loan
    now_due = _due_of(visit, loan)
    if _is_later(now_due, first):
        return _kept(renewed, id, first, RenewOutcome(Fate.DONE, loan.item, now_due))
    if known is not None and known.outcome.fate is Fate.UNKNOWN and now_due is None:
        return known.outcome
    return _kept(renewed, id, first, _sent(visit, card, first))


def _kept(renewed: Renewed, id: str, loan: Loan, outcome: RenewOutcome) -> RenewOutcome:
    return renewed.keep(id, Tried(outcome, loan.due)).outcome


def _sent(visit: Visit, card: CardNumber, loan: Loan) -> RenewOutcome:
    if not visit.takes("29"):
        return RenewOutcome.refused(loan.item, Reason.NOT_SUPPORTED)
    try:
        answer = visit.ask_about(card, visit.requests.renew(card, loan.item, visit.now))
    except AnswerLost:
        return _found_out(visit, loan)
    return _told(visit, loan, answer)


def _told(visit: Visit, loan: Loan, answer: Message) -> RenewOutcome:
    words = answers.words(answer)
    if answer.fixed["ok"] in {"1", "Y"}:
        due = answers.due(answer, visit.dialect, visit.timezone)
        return RenewOutcome(Fate.DONE, loan.item, due, words=words)
    reason = reason_of(words, Effect.RENEW, visit.dialect.refusals)
    return RenewOutcome.refused(loan.item, reason, words)


def _found_out(visit: Visit, loan: Loan) -> RenewOutcome:
    """A due date that has not moved proves nothing: the request may still be on its way."""
    try:
        now_due = _due_of(visit, loan)
    except TryLater:
        now_due = None
    is_done = _is_later(now_due, loan)
    return RenewOutcome(Fate.DONE if is_done else Fate.UNKNOWN, loan.item, now_due)


def _due_of(visit: Visit, loan: Loan) -> Due | None:
    item = visit.item(loan.item)
    return answers.due(item, visit.dialect, visit.timezone) if item else None


def _is_later(due: Due | None, loan: Loan) -> bool:
    return due is not None and loan.due is not None and due > loan.due


def renew_all(
    visit: Visit, card: CardNumber, loans: Sequence[Loan], key: str, renewed: Renewed
) -> tuple[RenewOutcome, ...]:
    """By one message 65 where the system takes it and nothing of this key was done before, then
    one by one what it left, which is also how its reasons are heard."""
    settled: dict[str, RenewOutcome] = {}
    if len(loans) > 1 and visit.takes("65") and _is_untouched(visit, card, loans, key, renewed):
        settled = _all_sent(visit, card, loans)
        for loan in loans:
            if loan.item in settled:
                _kept(renewed, _id(key, loan.item), loan, settled[loan.item])
    one_by_one = (
        settled.get(loan.item) or _in_time(visit, card, loan, key, renewed) for loan in loans
    )
    return tuple(one_by_one)


def _is_untouched(
    visit: Visit, card: CardNumber, loans: Sequence[Loan], key: str, renewed: Renewed
) -> bool:
    """Only where these are all the card has, and every due date can be read and has not moved:
    65 would renew what nobody asked for, or what is renewed already."""
    if any(loan.due is None or renewed.get(_id(key, loan.item)) for loan in loans):
        return False
    if visit.account(card).count("charged_count") != len(loans):
        return False
    return all(visit.has_time and _due_of(visit, loan) == loan.due for loan in loans)


def _all_sent(visit: Visit, card: CardNumber, loans: Sequence[Loan]) -> dict[str, RenewOutcome]:
    """What is settled by it; what the system says it did not renew is not."""
    try:
        answer = visit.ask_about(card, visit.requests.renew_all(card, visit.now))
    except AnswerLost:
        return {loan.item: _found_out(visit, loan) for loan in loans}
    done = {loan.item: _found_out(visit, loan) for loan in _renewed_by(answer, loans)}
    if done or answer.count("renewed_count") in (0, None):
        return {item: replace(outcome, fate=Fate.DONE) for item, outcome in done.items()}
    found = {loan.item: _found_out(visit, loan) for loan in loans}
    moved = {item: outcome for item, outcome in found.items() if outcome.fate is Fate.DONE}
    return moved if len(moved) == answer.count("renewed_count") else found


def _renewed_by(answer: Message, loans: Sequence[Loan]) -> list[Loan]:
    """Named one by one, or all of them by their number."""
    named = set(answer.every("BM"))
    is_all = answer.count("renewed_count") == len(loans)
    return [loan for loan in loans if is_all or loan.item in named]


def _in_time(
    visit: Visit, card: CardNumber, loan: Loan, key: str, renewed: Renewed
) -> RenewOutcome:
    unknown = RenewOutcome(Fate.UNKNOWN, loan.item)
    if not visit.has_time:
        known = renewed.get(_id(key, loan.item))
        return known.outcome if known is not None else unknown
    try:
        return renew(visit, card, loan, key, renewed)
    except TryLater as problem:
        return replace(unknown, words=str(problem))


def _id(key: str, item: str) -> str:
    return f"{key} {item}"
