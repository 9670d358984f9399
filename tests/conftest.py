"""One engine in memory for the whole run; every test that stores gets fresh tables on it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import botocore.session
import pytest
from botocore.exceptions import ClientError

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


@pytest.fixture(scope="session")
def engine_client(engine_endpoint: str) -> Any:
    """One for the whole run: each takes a while to make."""
    return botocore.session.get_session().create_client(
        "dynamodb",
        endpoint_url=engine_endpoint,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


@pytest.fixture
def storage_settings(engine_endpoint: str, engine_client: Any) -> Iterator[Settings]:
    """For tables of this test alone, dropped after it: an engine full of them becomes slow."""
    settings = Settings(dynamodb_endpoint=engine_endpoint, table_prefix=f"test-{uuid4().hex[:12]}")
    yield settings
    for model in MODELS:
        with suppress(ClientError):
            engine_client.delete_table(TableName=settings.table_name(_short_name(model)))


def _short_name(model: Any) -> str:
    return str(model.Meta.short_name)


@pytest.fixture
def storage(storage_settings: Settings) -> Wire:
    """Fresh tables on the real engine, shared by every model."""
    wire = open_wire(storage_settings)
    share(wire, storage_settings, MODELS)
    create_missing(MODELS)
    return wire
