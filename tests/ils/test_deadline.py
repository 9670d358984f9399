"""A call to a library system has one end, however many steps it takes."""

import pytest

from chalicelib.errors import TryLater
from chalicelib.ils.deadline import Deadline


def at(moment_s: float, end_s: float) -> Deadline:
    return Deadline(end_s, lambda: moment_s)


def test_a_step_takes_no_longer_than_is_left() -> None:
    assert at(1, 3).up_to(5) == 2
    assert at(1, 9).up_to(5) == 5


@pytest.mark.parametrize("end_s", [1, 0, 1.001])
def test_where_nothing_is_left_no_step_begins(end_s: float) -> None:
    with pytest.raises(TryLater, match="no time is left"):
        at(1, end_s).up_to(5)


def test_of_two_ends_the_earlier_holds() -> None:
    assert at(1, 3).earlier(at(1, 2)).end_s == 2
    assert at(1, 2).earlier(at(1, 3)).end_s == 2
