from typing import Any

import pytest

from chalicelib.library.fields import Unreadable
from chalicelib.notify.model import About
from chalicelib.reminders.model import Rules
from chalicelib.reminders.settings import parse_rules


def test_what_is_left_out_is_as_usual() -> None:
    assert parse_rules(None) == Rules()


def test_days_hours_and_kinds_can_be_set() -> None:
    held = {"before_days": [1, 3], "quiet": {"from": 22, "to": 7}, "off": ["recall"]}
    rules = parse_rules(held)
    assert rules.before == (3, 1)
    assert (rules.quiet_from, rules.quiet_to) == (22, 7)
    assert About.RECALL not in rules.kinds


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ({"before_days": 5}, "before_days"),
        ({"before_days": [99]}, "before_days"),
        ({"quiet": {"from": 25}}, "quiet.from"),
        ({"off": ["party"]}, "party"),
    ],
)
def test_what_is_wrong_is_named(held: dict[str, Any], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        parse_rules(held)


@pytest.mark.parametrize(
    ("hour", "is_quiet"), [(20, False), (21, True), (2, True), (7, True), (8, False)]
)
def test_the_night_goes_over_midnight(hour: int, is_quiet: bool) -> None:
    assert Rules().is_quiet(hour) is is_quiet
