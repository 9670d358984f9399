"""Placing and taking back holds, without ever holding twice: read first, send once."""

from chalicelib.errors import TryLater
from chalicelib.ils.memory import Memory
from chalicelib.ils.model import CardNumber, Fate, Hold, HoldOutcome, Reason, Wanted
from chalicelib.ils.sip2 import answers
from chalicelib.ils.sip2.accounts import held
from chalicelib.ils.sip2.answers import Entry
from chalicelib.ils.sip2.line import AnswerLost
from chalicelib.ils.sip2.messages import Message
from chalicelib.ils.sip2.refusals import Effect, reason_of
from chalicelib.ils.sip2.visit import Visit

Placed = Memory[HoldOutcome]
_HOLD = "15"


def place(
    visit: Visit, card: CardNumber, wanted: Wanted, pickup: str, key: str, placed: Placed
) -> HoldOutcome:
    """Raises TryLater where nothing was sent."""
    known = placed.get(key)
    if known is not None and known.fate is Fate.DONE:
        return known
    if not wanted.items:
        return HoldOutcome.refused(Reason.NO_SUCH_ITEM)
    if not visit.takes(_HOLD):
        return HoldOutcome.refused(Reason.NOT_SUPPORTED)
    before = held(visit, card, wanted.items)
    if before.entry is not None:
        hold = _listed(before.entry, wanted, "")
        if known is not None:
            return placed.keep(key, HoldOutcome(Fate.DONE, hold))
        return HoldOutcome(Fate.REFUSED, hold, Reason.ALREADY_HELD)
    if known is not None and known.fate is Fate.UNKNOWN and not before.is_certain:
        return known
    return placed.keep(key, _sent(visit, card, wanted, pickup))


def _sent(visit: Visit, card: CardNumber, wanted: Wanted, pickup: str) -> HoldOutcome:
    item = wanted.items[0]
    where = visit.branches.code_of(pickup)
    try:
        answer = visit.ask_about(card, visit.requests.hold(card, item, where, visit.now))
    except AnswerLost:
        return _found_out(visit, card, wanted, pickup)
    return _told(visit, answer, wanted, pickup)


def _told(visit: Visit, answer: Message, wanted: Wanted, pickup: str) -> HoldOutcome:
    words = answers.words(answer)
    if answer.fixed["ok"] not in {"1", "Y"}:
        reason = reason_of(words, Effect.HOLD, visit.dialect.refusals)
        return HoldOutcome.refused(reason, words)
    place = answer.first("BR")
    item = answer.first("AB") or wanted.items[0]
    hold = Hold(
        id=item,
        title=wanted.title or answer.first("AJ"),
        title_id=wanted.title_id,
        item=item,
        place=int(place) if place.isascii() and place.isdigit() and int(place) else None,
        pickup=pickup,
    )
    return HoldOutcome(Fate.DONE, hold, words=words)


def _found_out(visit: Visit, card: CardNumber, wanted: Wanted, pickup: str) -> HoldOutcome:
    """A hold that is not listed yet may still come."""
    try:
        entry = held(visit, card, wanted.items).entry
    except TryLater:
        entry = None
    if entry is None:
        return HoldOutcome(Fate.UNKNOWN)
    return HoldOutcome(Fate.DONE, _listed(entry, wanted, pickup))


def _listed(entry: Entry, wanted: Wanted, pickup: str) -> Hold:
    return Hold(entry.id, wanted.title, title_id=wanted.title_id, item=entry.id, pickup=pickup)


def cancel(visit: Visit, card: CardNumber, hold: Hold) -> HoldOutcome:
    """Taking back twice is harmless, so nothing need be remembered."""
    if not (visit.dialect.cancels_holds and visit.takes(_HOLD)):
        return HoldOutcome.refused(Reason.NOT_SUPPORTED)
    before = held(visit, card, (hold.item,))
    if before.entry is None and before.is_certain:
        return HoldOutcome(Fate.DONE)
    try:
        request = visit.requests.cancel_hold(card, hold.item, visit.now)
        answer = visit.ask_about(card, request)
    except AnswerLost:
        return _is_gone(visit, card, hold)
    words = answers.words(answer)
    reason = reason_of(words, Effect.CANCEL, visit.dialect.refusals)
    if answer.fixed["ok"] in {"1", "Y"} or reason is Reason.NO_SUCH_HOLD:
        return HoldOutcome(Fate.DONE, words=words)
    return HoldOutcome.refused(reason, words)


def _is_gone(visit: Visit, card: CardNumber, hold: Hold) -> HoldOutcome:
    try:
        after = held(visit, card, (hold.item,))
    except TryLater:
        return HoldOutcome(Fate.UNKNOWN)
    is_gone = after.entry is None and after.is_certain
    return HoldOutcome(Fate.DONE if is_gone else Fate.UNKNOWN)
