"""Holds over SIP2: odd answers, lost ones, and what is made of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.ils.model import (
    Due,
    Fate,
    Hold,
    HoldState,
    Reason,
)
from tests.ils.sip2.odd import (
    CALL,
    CARD,
    WANTED,
    System,
    account,
)
from tests.ils.sip2.scripted import UTF8, hang_up, told


@pytest.fixture
def system() -> Iterator[System]:
    system = System()
    yield system
    system.close()


@pytest.mark.parametrize(
    ("status", "state"),
    [("08", HoldState.READY), ("04", HoldState.WAITING), ("10", HoldState.IN_TRANSIT)],
)
def test_a_hold_is_ready_only_where_the_copy_waits(
    system: System, status: str, state: HoldState
) -> None:
    copy = told([("AJ", "三体"), ("CM", "20261128    210000")], circulation_status=status)
    port = system.says(c63=[account(("AS", "B1"), hold_count="0001")], c17=[copy])
    hold = port.holds(CARD, CALL).items[0]
    assert (hold.state, hold.ready_until) == (state, Due(date(2026, 11, 28)))


def test_a_lost_hold_is_read_back_not_sent_again(system: System) -> None:
    held = account(("AS", "B1"), hold_count="0001")
    port = system.says(c63=[account(), held], c15=[hang_up])
    assert port.place_hold(CARD, WANTED, "", "m1", CALL).fate is Fate.DONE
    assert system.codes == ["63", "15", "63"]


def test_a_hold_not_listed_yet_may_still_come(system: System) -> None:
    port = system.says(c63=[account()], c15=[hang_up])
    assert port.place_hold(CARD, WANTED, "", "m1", CALL).fate is Fate.UNKNOWN


def test_a_hold_tells_its_place_and_is_sent_to_the_branchs_code(system: System) -> None:
    port = system.says(c15=[told([("BR", "2"), ("AB", "B1")])])
    outcome = port.place_hold(CARD, WANTED, "main", "m1", CALL)
    assert outcome.hold is not None
    assert (outcome.hold.place, outcome.hold.pickup) == (2, "main")
    assert system.server.asked[-1].first("BS") == "MAIN"


def test_a_system_that_takes_no_holds_is_not_asked_for_one(system: System) -> None:
    port = system.says(replace(UTF8, unsupported=frozenset({"15"})))
    placed = port.place_hold(CARD, WANTED, "main", "m1", CALL)
    cancelled = port.cancel_hold(CARD, Hold("B1", item="B1"), "m2", CALL)
    assert {placed.reason, cancelled.reason} == {Reason.NOT_SUPPORTED}
    assert "15" not in system.codes


def test_a_hold_gone_already_is_cancelled(system: System) -> None:
    port = system.says()
    assert port.cancel_hold(CARD, Hold("B1", item="B1"), "m1", CALL).fate is Fate.DONE
    assert system.codes == ["63"]


UNREADABLE = account(("AS", "HASH(0x557be07dfec8)"), hold_count="0001")


def test_a_hold_that_may_stand_in_an_unreadable_list_is_taken_back(system: System) -> None:
    port = system.says(c63=[UNREADABLE], c15=[told()])
    assert port.cancel_hold(CARD, Hold("B1", item="B1"), "m1", CALL).fate is Fate.DONE
    assert system.codes == ["63", "15"]


def test_a_hold_the_system_does_not_find_is_gone(system: System) -> None:
    port = system.says(c63=[UNREADABLE], c15=[told([("AF", "No such hold.")], ok="0")])
    assert port.cancel_hold(CARD, Hold("B1", item="B1"), "m1", CALL).fate is Fate.DONE


def test_a_lost_cancellation_is_read_back(system: System) -> None:
    held = account(("AS", "B1"), hold_count="0001")
    port = system.says(c63=[held, account()], c15=[hang_up])
    assert port.cancel_hold(CARD, Hold("B1", item="B1"), "m1", CALL).fate is Fate.DONE


def test_a_hold_that_stays_after_a_lost_cancellation_is_of_unknown_fate(system: System) -> None:
    held = account(("AS", "B1"), hold_count="0001")
    port = system.says(c63=[held], c15=[hang_up])
    assert port.cancel_hold(CARD, Hold("B1", item="B1"), "m1", CALL).fate is Fate.UNKNOWN


def test_a_lost_hold_in_an_unreadable_list_is_not_sent_again(system: System) -> None:
    port = system.says(c63=[UNREADABLE], c15=[hang_up])
    fates = [port.place_hold(CARD, WANTED, "", "m1", CALL).fate for _ in range(3)]
    assert (set(fates), system.codes.count("15")) == ({Fate.UNKNOWN}, 1)
