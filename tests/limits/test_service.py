"""Who asks too often waits, the fake store and the real one alike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.limits.model import Allowance
from chalicelib.limits.service import Counts, Gate, Strangers
from chalicelib.limits.store import CountStore
from chalicelib.tables.connect import Wire
from chalicelib.tables.limits import CountRow
from chalicelib.tables.meter import metering

NOW = datetime(2026, 11, 21, 1, 0, 30, tzinfo=UTC)
THREE = Allowance(3)


@dataclass
class FakeCounts:
    rows: dict[str, int] = field(default_factory=dict)

    def spend(self, key: str, most: int, ends: datetime) -> bool:
        if self.rows.get(key, 0) >= most:
            return False
        self.rows[key] = self.rows.get(key, 0) + 1
        return True


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.engine)])
def counts(request: pytest.FixtureRequest) -> Counts:
    if request.param == "fake":
        return FakeCounts()
    return CountStore(request.getfixturevalue("storage"))


def waits(gate: Gate, times: int, now: datetime = NOW, subject: str = "a") -> list[float]:
    return [gate.wait(subject, THREE, now).total_seconds() for _ in range(times)]


def test_what_is_allowed_does_not_wait_and_what_is_more_waits_for_the_next_window(
    counts: Counts,
) -> None:
    assert waits(Gate(counts), 5) == [0, 0, 0, 30, 30]


def test_the_next_window_begins_anew(counts: Counts) -> None:
    gate = Gate(counts)
    waits(gate, 4)
    assert waits(gate, 1, NOW + timedelta(seconds=30)) == [0]


def test_one_subject_does_not_spend_another_ones(counts: Counts) -> None:
    gate = Gate(counts)
    waits(gate, 4)
    assert waits(gate, 1, subject="b") == [0]


def test_two_processes_share_the_count(counts: Counts) -> None:
    waits(Gate(counts), 3)
    assert waits(Gate(counts), 1) == [30]


def test_no_limit_counts_nothing() -> None:
    counts = FakeCounts()
    assert Gate(counts).wait("a", Allowance(0), NOW) == timedelta()
    assert counts.rows == {}


def test_all_sign_ins_together_are_counted_on_several_rows() -> None:
    counts, turns = FakeCounts(), iter([0, 1, 0, 1])
    gate = Gate(counts, lambda shards: next(turns) % shards)
    each = [gate.wait("route", Allowance(2, shards=2), NOW).total_seconds() for _ in range(4)]
    assert each == [0, 0, 30, 30]
    assert sorted(counts.rows.values()) == [1, 1]


def test_strangers_are_counted_by_network_and_the_route_for_all() -> None:
    strangers = Strangers(Gate(FakeCounts()), Allowance(2), Allowance(3))
    first = [strangers.wait("192.0.2.1", "sign-in", NOW) for _ in range(2)]
    assert not any(first)
    assert strangers.wait("192.0.2.1", "sign-in", NOW)
    assert not strangers.wait("192.0.2.2", "sign-in", NOW)
    assert strangers.wait("192.0.2.3", "sign-in", NOW)
    assert not strangers.wait("192.0.2.3", "", NOW)


@pytest.mark.engine
def test_a_flood_that_was_turned_away_costs_no_further_storage_call(storage: Wire) -> None:
    gate = Gate(CountStore(storage))
    waits(gate, 4)
    with metering() as meter:
        waits(gate, 100)
    assert meter.calls == []


@pytest.mark.engine
def test_a_check_is_one_write_and_its_row_goes_by_itself(storage: Wire) -> None:
    with metering() as meter:
        waits(Gate(CountStore(storage)), 1)
    assert meter.calls == ["UpdateItem"]
    (row,) = CountRow.scan()
    assert NOW < row.gone_after < NOW + timedelta(hours=2)


@pytest.mark.engine
def test_many_at_once_do_not_get_more_than_is_allowed(storage: Wire) -> None:
    store = CountStore(storage)
    ends = THREE.ends(NOW)
    with ThreadPoolExecutor(8) as pool:
        spent = list(pool.map(lambda _: store.spend("k", 10, ends), range(40)))
    assert sum(spent) == 10
