"""Holds: who waits, whom a copy is kept for, and what happens when nobody comes. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.ils.embedded.model import LONGEST_QUEUE, Card, Copy, Queued, Title
from chalicelib.ils.embedded.rules import Days, Rules
from chalicelib.ils.model import HoldState, Reason


@dataclass(frozen=True)
class Asked:
    """A hold as asked for; `id` is made from the reader's message."""

    id: str
    pickup: str
    at: datetime


@dataclass(frozen=True)
class Holding:
    """`reason` None: done; `hold` as it is, or as it was when it ended."""

    title: Title
    card: Card
    hold: Queued | None = None
    reason: Reason | None = None


def place(rules: Rules, card: Card, title: Title, asked: Asked, standing: Reason | None) -> Holding:
    """The same hold again is done. `standing`: why the card may hold nothing at all."""
    known = title.hold(asked.id)
    if known is not None:
        return Holding(title, card, known)
    reason = standing or _why_not_held(rules, card, title, asked.pickup)
    if reason is not None:
        return Holding(title, card, reason=reason)
    hold = Queued(asked.id, card.number, asked.pickup, asked.at)
    return Holding(title.with_hold(hold), card.with_hold(hold.id, title.id), hold)


def _why_not_held(rules: Rules, card: Card, title: Title, pickup: str) -> Reason | None:
    if pickup not in rules.branches:
        return Reason.NO_SUCH_PICKUP
    if title.hold_of(card.number) is not None:
        return Reason.ALREADY_HELD
    if any(loan.title_id == title.id for loan in card.loans):
        return Reason.ALREADY_BORROWED
    if not any(copy.could_serve for copy in title.copies):
        return Reason.NOT_HOLDABLE
    if len(card.holds) >= rules.of(card.kind).max_holds or len(title.queue) >= LONGEST_QUEUE:
        return Reason.LIMIT_REACHED
    spare = len(title.free) > len(title.waiting)
    return Reason.ON_THE_SHELF if spare and not rules.holds_on_shelf else None


def end(rules: Rules, card: Card, title: Title, hold_id: str, days: Days) -> Holding:
    """Cancelled or lapsed. A copy kept for it goes to the next who waits."""
    hold = title.hold(hold_id)
    card = card.without_hold(hold_id)
    if hold is None:
        return Holding(title, card)
    copy = title.copy(hold.barcode)
    title = title.without_hold(hold_id)
    if copy is not None and copy.kept_for == hold_id:
        free = replace(copy, kept_for="", cleared=True)
        title = settled(rules, title.with_copy(free), days, copy.barcode)
    return Holding(title, card, hold)


def lapsed(title: Title, days: Days) -> tuple[Queued, ...]:
    return tuple(
        hold
        for hold in title.queue
        if hold.state is HoldState.READY
        and hold.ready_until is not None
        and hold.ready_until < days.today
    )


def settled(rules: Rules, title: Title, days: Days, arrived: str) -> Title:
    """The copy in staff's hands goes to the hold it is kept for, else to the first that waits."""
    copy = title.copy(arrived)
    if copy is None or copy.lent_to or not copy.could_serve:
        return title
    hold = title.hold(copy.kept_for) or next(iter(title.waiting), None)
    if hold is None:
        return title.with_copy(replace(copy, kept_for=""))
    return _kept(rules, title, copy, hold, days)


def _kept(rules: Rules, title: Title, copy: Copy, hold: Queued, days: Days) -> Title:
    there = copy.branch == hold.pickup
    if there and hold.state is HoldState.READY:
        return title
    until = days.pickup_until(hold.pickup, rules.common.pickup_days) if there else None
    state = HoldState.READY if there else HoldState.IN_TRANSIT
    served = replace(hold, state=state, barcode=copy.barcode, ready_until=until)
    kept = replace(copy, kept_for=hold.id, cleared=False)
    return title.with_copy(kept).with_hold(served)


def place_in_queue(title: Title, hold_id: str) -> int | None:
    """From 1 among those that wait; None for whom a copy is on its way or there."""
    waiting = [hold.id for hold in title.waiting]
    return waiting.index(hold_id) + 1 if hold_id in waiting else None


def marked_gone(title: Title, copy: Copy, gone: bool) -> Title:
    """A hold it was kept for waits again, where it stood in the queue."""
    hold = title.hold(copy.kept_for)
    title = title.with_copy(replace(copy, gone=gone, kept_for=""))
    if hold is None:
        return title
    return title.with_hold(replace(hold, state=HoldState.WAITING, barcode="", ready_until=None))
