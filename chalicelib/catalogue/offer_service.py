"""Whether a title that was found can be put on hold in the chat."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.catalogue.model import Copy, Record, Shelf
from chalicelib.clock import Clock
from chalicelib.errors import GiveUp, Misconfigured, TryLater
from chalicelib.ils.model import Call, Can

PATIENCE_S = 1.0
REMEMBERED = timedelta(minutes=10)
"""What the system can, and that it did not say so: a search waits for it once in this time."""


class Asked(Protocol):
    def can(self, call: Call) -> frozenset[Can]: ...


class HoldOffer:
    """`system`: None where there is none. `on_shelf`: whether a book that can be fetched from the
    shelf may be held."""

    def __init__(
        self,
        system: Callable[[], Asked | None],
        clock: Clock,
        on_shelf: Callable[[], bool] = lambda: True,
    ) -> None:
        self._system = system
        self._clock = clock
        self._on_shelf = on_shelf
        self._known: tuple[frozenset[Can], datetime] | None = None

    def __call__(self, record: Record) -> bool:
        """A copy must leave the house, and be known by itself where the system holds copies."""
        lent = [copy for copy in record.copies if copy.status is not Shelf.READ_HERE]
        if not lent:
            return False
        can = self._can()
        takes = Can.HOLD_TITLE in can or (Can.HOLD_ITEM in can and any(map(_barcode, lent)))
        return takes and (self._on_shelf() or not any(map(_is_here, lent)))

    def _can(self) -> frozenset[Can]:
        now = self._clock()
        if self._known is None or now - self._known[1] >= REMEMBERED:
            self._known = (self._asked(now), now)
        return self._known[0]

    def _asked(self, now: datetime) -> frozenset[Can]:
        try:
            system = self._system()
            return system.can(Call(now, PATIENCE_S)) if system else frozenset()
        except (TryLater, GiveUp, Misconfigured):
            return frozenset()


def _barcode(copy: Copy) -> str:
    return copy.barcode


def _is_here(copy: Copy) -> bool:
    return copy.status is Shelf.HERE
