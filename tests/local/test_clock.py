import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.clock import box_clock
from local.wechat_platform.clock import SteeredClock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_time_runs_on_from_where_it_was_set() -> None:
    real = [NOON]
    clock = SteeredClock(real=lambda: real[0])
    clock.set(NOON + timedelta(days=30))
    real[0] += timedelta(minutes=5)
    assert clock.now() == NOON + timedelta(days=30, minutes=5)


def test_a_frozen_clock_moves_only_when_told() -> None:
    real = [NOON]
    clock = SteeredClock(real=lambda: real[0])
    clock.freeze()
    real[0] += timedelta(hours=1)
    clock.advance(60)
    assert clock.now() == NOON + timedelta(minutes=1)


def test_a_clock_set_going_again_goes_on_from_where_it_stood() -> None:
    real = [NOON]
    clock = SteeredClock(real=lambda: real[0])
    clock.freeze()
    real[0] += timedelta(hours=1)
    clock.resume()
    real[0] += timedelta(minutes=1)
    assert clock.now() == NOON + timedelta(minutes=1)


def test_each_change_is_written_for_others(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    SteeredClock(file, real=lambda: NOON).advance(3600)
    assert json.loads(file.read_text()) == {"offset_s": 3600.0, "frozen_at": None}


def test_the_service_reads_a_frozen_instant_from_the_file(tmp_path: Path) -> None:
    clock = SteeredClock(tmp_path / "clock.json")
    clock.set(NOON)
    clock.freeze()
    assert box_clock(tmp_path / "clock.json")() == clock.now()


def test_a_platform_started_again_keeps_the_time_of_the_box(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    SteeredClock(file, real=lambda: NOON).advance(86400)
    assert SteeredClock(file, real=lambda: NOON).now() == NOON + timedelta(days=1)


def test_back_to_real_time_is_one_call() -> None:
    clock = SteeredClock(real=lambda: NOON)
    clock.advance(99)
    clock.freeze()
    clock.back_to_real()
    assert clock.now() == NOON


def test_the_service_sees_each_of_many_quick_changes(tmp_path: Path) -> None:
    clock = SteeredClock(tmp_path / "clock.json")
    clock.freeze()
    service = box_clock(tmp_path / "clock.json")

    def moved() -> bool:
        clock.advance(60)
        return service() == clock.now()

    assert all(moved() for _ in range(50))
