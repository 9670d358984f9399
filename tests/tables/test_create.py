"""Tables made on a local engine."""

from typing import Any

import pytest

from chalicelib.tables.all import MODELS
from chalicelib.tables.connect import Wire

EXPIRING = [model for model in MODELS if model._ttl_attribute() is not None]


@pytest.mark.engine
def test_no_engine_lets_rows_go_by_the_machines_clock(storage: Wire, engine_client: Any) -> None:
    """A box, and a test, has a clock of its own: what is old by the one may be new by the other."""
    tables = [str(model.Meta.table_name) for model in EXPIRING]
    told = [engine_client.describe_time_to_live(TableName=name) for name in tables]
    statuses = {one["TimeToLiveDescription"]["TimeToLiveStatus"] for one in told}
    assert (len(tables) > 5, statuses) == (True, {"DISABLED"})
