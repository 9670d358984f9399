"""Which titles are offered to be held."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from chalicelib.catalogue.model import Copy, Record, Shelf
from chalicelib.catalogue.offer_service import REMEMBERED, HoldOffer
from chalicelib.errors import Misconfigured, TryLater
from chalicelib.ils.model import Call, Can
from tests.catalogue.factories import NOW


@dataclass
class System:
    """What it can; None while it does not answer."""

    says: frozenset[Can] | None = frozenset((Can.HOLD_TITLE,))
    asked: list[Call] = field(default_factory=list)
    now: datetime = NOW

    def can(self, call: Call) -> frozenset[Can]:
        self.asked.append(call)
        if self.says is None:
            raise TryLater("down")
        return self.says

    def offer(self, on_shelf: bool = True) -> HoldOffer:
        return HoldOffer(lambda: self, lambda: self.now, lambda: on_shelf)


def a_title(*statuses: Shelf, barcode: str = "B1") -> Record:
    return Record(
        "t", "书", copies=tuple(Copy("main", barcode=barcode, status=s) for s in statuses)
    )


@pytest.mark.parametrize(
    ("title", "can_be_held"),
    [
        (a_title(Shelf.HERE), True),
        (a_title(Shelf.ON_LOAN), True),
        (a_title(Shelf.READ_HERE), False),
        (a_title(Shelf.READ_HERE, Shelf.ON_LOAN), True),
        (a_title(), False),
    ],
)
def test_a_copy_has_to_leave_the_house(title: Record, can_be_held: bool) -> None:
    assert System().offer()(title) is can_be_held


def test_where_copies_are_held_they_need_a_barcode() -> None:
    offer = System(frozenset((Can.HOLD_ITEM,))).offer()
    assert offer(a_title(Shelf.ON_LOAN))
    assert not offer(a_title(Shelf.ON_LOAN, barcode=""))


def test_what_can_be_fetched_is_not_offered_where_it_may_not_be_held() -> None:
    offer = System().offer(on_shelf=False)
    assert not offer(a_title(Shelf.HERE, Shelf.ON_LOAN))
    assert offer(a_title(Shelf.ON_LOAN))


def test_a_system_without_holds_offers_none() -> None:
    assert not System(frozenset((Can.LOANS,))).offer()(a_title(Shelf.HERE))


def test_a_silent_system_is_asked_once_in_a_while() -> None:
    system = System(None)
    offer = system.offer()
    assert [offer(a_title(Shelf.HERE)) for _ in range(3)] == [False] * 3
    system.says, system.now = frozenset((Can.HOLD_TITLE,)), NOW + REMEMBERED
    assert offer(a_title(Shelf.HERE))
    assert len(system.asked) == 2
    assert timedelta(seconds=system.asked[0].patience_s) <= timedelta(seconds=1)


def test_a_system_that_is_wrongly_set_up_offers_nothing_and_spoils_no_search() -> None:
    def system() -> System:
        raise Misconfigured("no such dialect")

    assert not HoldOffer(system, lambda: NOW)(a_title(Shelf.ON_LOAN))
