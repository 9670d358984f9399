"""What is to be said today, from an account and what was said before. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from chalicelib.ils.model import Account, Hold, HoldState, Loan
from chalicelib.notify.model import About
from chalicelib.reminders.model import Item, Rules

FORGOTTEN_AFTER = timedelta(days=90)


def items(account: Account, today: date, rules: Rules, told: Mapping[str, str]) -> list[Item]:
    """Each due day of a loan has stages (5 days before, …, 30 days after): the latest one that
    has come is said once. What a missed day would have said is not said on top of it; a renewal
    has a new due day and starts anew."""
    return [one for one in standing(account, today, rules) if one.key not in told]


def standing(account: Account, today: date, rules: Rules) -> list[Item]:
    """What is true today, said before or not."""
    found = [*_of_loans(account.loans, today, rules), *_of_holds(account.holds, today, rules)]
    return [one for one in found if one.about in rules.kinds]


def remembered(told: Mapping[str, str], true: Sequence[Item], today: date) -> dict[str, str]:
    """By key, the day on which it was true last; without those for which that is long past. A
    book that is never brought back is thus never said anew."""
    kept = {key: day for key, day in told.items() if _is_fresh(day, today)}
    return kept | {item.key: today.isoformat() for item in true}


def _is_fresh(day: str, today: date) -> bool:
    return today - date.fromisoformat(day) <= FORGOTTEN_AFTER


def _of_loans(loans: Sequence[Loan], today: date, rules: Rules) -> Iterator[Item]:
    for loan in loans:
        if loan.due is None:
            continue
        day = loan.due.day
        if loan.recalled:
            yield Item(About.RECALL, f"recall:{loan.id}:{day}", day, loan)
        stage = _stage((day - today).days, rules)
        if stage is not None:
            about = About.OVERDUE if stage < 0 else About.DUE
            yield Item(about, f"due:{loan.id}:{day}:{stage}", day, loan)


def _stage(left: int, rules: Rules) -> int | None:
    """Days before it is due, negative afterwards; None while nothing has to be said yet."""
    if left < 0:
        past = [days for days in rules.after if days <= -left]
        return -max(past) if past else None
    ahead = [days for days in rules.before if days >= left]
    return min(ahead) if ahead else None


def _of_holds(holds: Sequence[Hold], today: date, rules: Rules) -> Iterator[Item]:
    for hold in holds:
        if hold.state is not HoldState.READY:
            continue
        until = hold.ready_until.day if hold.ready_until else None
        key = f"{hold.id}:{until or ''}"
        left = (until - today).days if until else 99
        if 0 <= left <= max(rules.lapsing, default=-1):
            yield Item(About.HOLD_EXPIRING, f"lapsing:{key}", until or today, hold=hold)
        elif left >= 0:
            yield Item(About.HOLD_READY, f"ready:{key}", until or today, hold=hold)
