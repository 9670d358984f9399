"""One engine in memory for the whole run; every test that stores gets fresh tables on it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from pynamodb.exceptions import TableError, VerboseClientError

from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.connect import Wire, open_wire, share
from chalicelib.tables.create import create_missing
from local import engine

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture(scope="session")
def engine_endpoint() -> Iterator[str]:
    """`WEIGUAN_TEST_ENGINE` names another engine's endpoint; else ours is started in memory."""
    given = os.environ.get("WEIGUAN_TEST_ENGINE")
    if given:
        yield given
        return
    running = engine.start(None)
    yield running.endpoint
    running.stop()


@pytest.fixture
def storage_settings(engine_endpoint: str) -> Iterator[Settings]:
    """For tables of this test alone, dropped after it: an engine full of them becomes slow."""
    settings = Settings(dynamodb_endpoint=engine_endpoint, table_prefix=f"test-{uuid4().hex[:12]}")
    yield settings
    wire = open_wire(settings)
    share(wire, settings, MODELS)
    for model in MODELS:
        with suppress(TableError, VerboseClientError):
            model.delete_table()


@pytest.fixture
def storage(storage_settings: Settings) -> Wire:
    """Fresh tables on the real engine, shared by every model."""
    wire = open_wire(storage_settings)
    share(wire, storage_settings, MODELS)
    create_missing(MODELS)
    return wire
