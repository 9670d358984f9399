"""Heartbeats: remembered, and not written more often than needed."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.doctor.store import Beats
from chalicelib.tables.connect import Wire
from chalicelib.tables.meter import metering

pytestmark = pytest.mark.engine
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def test_the_last_beat_of_each_is_told(storage: Wire) -> None:
    Beats().beat("sweep", NOON)
    assert Beats().last(["sweep", "work_import"]) == {"sweep": NOON}


def test_a_process_writes_one_in_five_minutes(storage: Wire) -> None:
    beats = Beats()
    with metering() as meter:
        beats.beat("sweep", NOON)
        beats.beat("sweep", NOON + timedelta(minutes=4))
        beats.beat("sweep", NOON + timedelta(minutes=5))
    assert meter.calls == ["PutItem", "PutItem"]
    assert beats.last(["sweep"]) == {"sweep": NOON + timedelta(minutes=5)}
