import pytest

from chalicelib.errors import GiveUp, TryLater
from chalicelib.rounds import round_of


def test_a_round_counts_what_all_its_parts_did() -> None:
    assert round_of({"first": lambda: 2, "second": lambda: 3}) == 5


def test_a_part_that_breaks_stops_no_other_and_is_told_at_the_end() -> None:
    done: list[str] = []

    def breaks(problem: Exception) -> int:
        raise problem

    def works() -> int:
        done.append("last")
        return 1

    with pytest.raises(TryLater):
        round_of(
            {
                "first": lambda: breaks(TryLater("busy")),
                "second": lambda: breaks(GiveUp("odd")),
                "last": works,
            }
        )
    assert done == ["last"]
