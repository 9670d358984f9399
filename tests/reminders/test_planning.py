from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.ils.model import Account, CardNumber, HoldState, Loan, Patron
from chalicelib.notify.model import About
from chalicelib.reminders.model import Item, Rules
from chalicelib.reminders.planning import items, remembered, standing
from tests.reminders.world import TODAY, a_hold, a_loan

RULES = Rules()
STAGES = {5: 5, 1: 1, 0: 0, -1: -1, -7: -7, -30: -30}


def planned(*loans: Loan, told: dict[str, str] | None = None, today: date = TODAY) -> list[Item]:
    return items(Account(Patron(CardNumber("R1")), loans), today, RULES, told or {})


def of_holds(left: int | None) -> list[About]:
    account = Account(Patron(CardNumber("R1")), holds=(a_hold("h", left),))
    return [one.about for one in items(account, TODAY, RULES, {})]


@pytest.mark.parametrize("left", STAGES)
def test_each_stage_is_said_on_its_day(left: int) -> None:
    (item,) = planned(a_loan("a", left))
    assert item.key.endswith(f":{STAGES[left]}")
    assert item.about is (About.OVERDUE if left < 0 else About.DUE)


@pytest.mark.parametrize("left", [6, 30])
def test_nothing_is_said_long_before(left: int) -> None:
    assert planned(a_loan("a", left)) == []


def test_a_day_that_was_missed_is_made_up_for_once() -> None:
    late, usual = planned(a_loan("a", 4)), planned(a_loan("a", 5))
    assert late[0].key.endswith(":5")
    assert usual[0].key.endswith(":5")


def test_what_was_said_is_not_said_again() -> None:
    (item,) = planned(a_loan("a", 5))
    assert planned(a_loan("a", 5), told={item.key: "2026-11-28"}) == []


def test_a_renewal_starts_anew() -> None:
    (item,) = planned(a_loan("a", 5))
    renewed = a_loan("a", 5, TODAY + timedelta(days=30))
    later = planned(renewed, told={item.key: "2026-11-28"}, today=TODAY + timedelta(days=30))
    assert len(later) == 1


def test_a_recalled_loan_is_said_beside_its_due_day() -> None:
    found = planned(a_loan("a", 5, recalled=True))
    assert {one.about for one in found} == {About.RECALL, About.DUE}


def test_a_loan_without_a_due_day_is_left_alone() -> None:
    assert planned(Loan("a", "b")) == []


@pytest.mark.parametrize(
    ("left", "about"),
    [
        (5, [About.HOLD_READY]),
        (1, [About.HOLD_EXPIRING]),
        (0, [About.HOLD_EXPIRING]),
        (-1, []),
        (None, [About.HOLD_READY]),
    ],
)
def test_a_hold_is_said_when_ready_and_before_it_lapses(
    left: int | None, about: list[About]
) -> None:
    assert of_holds(left) == about


def test_a_hold_that_still_waits_is_not_said() -> None:
    hold = a_hold("h", 5)
    waiting = type(hold)(hold.id, hold.title, HoldState.WAITING)
    assert items(Account(Patron(CardNumber("R1")), holds=(waiting,)), TODAY, RULES, {}) == []


def test_kinds_that_are_off_are_not_planned() -> None:
    account = Account(Patron(CardNumber("R1")), (a_loan("a", 1),))
    assert items(account, TODAY, Rules(kinds=frozenset({About.OVERDUE})), {}) == []


def test_what_is_long_past_is_forgotten() -> None:
    told = {"old": "2026-01-01", "new": "2026-11-01"}
    assert set(remembered(told, planned(a_loan("a", 5)), TODAY)) == {
        "new",
        "due:a:2026-11-28:5",
    }


@given(st.sets(st.integers(0, 70)), st.integers(0, 40))
def test_whatever_days_are_looked_at_each_stage_is_said_at_most_once(
    days: set[int], due_in: int
) -> None:
    told: dict[str, str] = {}
    said: list[str] = []
    for day in sorted(days):
        today = TODAY + timedelta(days=day)
        found = planned(a_loan("a", due_in - day, today), told=told, today=today)
        said += [one.key for one in found]
        told = remembered(told, found, today)
    assert len(said) == len(set(said))
    assert len(said) <= len(STAGES)


def test_a_loan_overdue_for_years_is_said_once() -> None:
    told: dict[str, str] = {}
    said: list[str] = []
    for day in range(200):
        today = TODAY + timedelta(days=day)
        account = Account(Patron(CardNumber("R1")), (a_loan("a", -day, today),))
        found = items(account, today, RULES, told)
        said += [one.key for one in found]
        told = remembered(told, standing(account, today, RULES), today)
    assert len(said) == len(set(said))
