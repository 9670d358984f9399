"""A reader's wish that the library system has not yet heard: an intent, and its place in line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.clock import epoch_ms, from_epoch_ms

LIMIT = timedelta(days=3)
"""Longer nobody is left waiting: the reader is told, and staff get it as a case."""
STUCK = 5
"""Asked so often in vain, it does not keep others waiting where others are answered."""
KEPT = timedelta(days=3)
"""An ended intent, for repeats."""


CARD_ID = "card_id"
"""The fact that says with which of the reader's cards."""


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    """The system answered: done or refused, as the reader was told."""
    LATE = "late"
    BY_HAND = "by_hand"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Intent:
    """`facts` as the chat wrote them. `fresh`: in its first try, inside the reply. `unsure`: an
    answer was lost, it may have been done. `aside`: the system answers others and not this."""

    place: str
    reader: str
    facts: Mapping[str, str]
    until: datetime
    tries: int = 0
    fresh: bool = False
    unsure: bool = False
    aside: bool = False
    busy: str = ""
    busy_until: datetime | None = None
    state: State = State.OPEN
    said: str = ""
    end: str = ""

    @property
    def asked(self) -> datetime:
        return _asked_at(self.place)

    @property
    def key(self) -> str:
        """Of the message that asked for it."""
        return self.place.split("#", 1)[1]

    @property
    def day(self) -> str:
        """The ledger's day of that message."""
        return f"{self.asked:%Y-%m-%d}"

    def is_busy(self, now: datetime) -> bool:
        return self.busy_until is not None and self.busy_until > now

    def may_be_done(self) -> bool:
        """An answer was lost, or whoever asked never came back."""
        return self.unsure or bool(self.busy)

    def touches(self, other: "Intent") -> bool:
        """The same reader, or a hold on the same title: these never pass each other."""
        title = self.facts.get("title")
        same_title = bool(title) and title == other.facts.get("title")
        return self.reader == other.reader or same_title

    def keeps_waiting(self, other: "Intent", again: bool, now: datetime) -> bool:
        """Whether `other`, which stands behind, may not go first. `again`: it was put off before;
        a first try also waits for what is stuck, a repeat finds out whether others are heard."""
        if self.touches(other):
            return True
        first_try = self.fresh and self.is_busy(now)
        return not (first_try or self.aside or (again and self.tries >= STUCK))


def place_of(sent_at: datetime, key: str) -> str:
    """Sorts by the time of the request, then by the platform's number of the message."""
    return f"{epoch_ms(sent_at):015d}#{key}"


def asked_for(reader: str, facts: Mapping[str, str]) -> Intent:
    """The intent of the facts of a `Later`."""
    place = facts["place"]
    return Intent(place, reader, facts, until=_asked_at(place) + LIMIT)


def _asked_at(place: str) -> datetime:
    return from_epoch_ms(int(place.split("#")[0]))
