"""What `make run` says before it starts anything."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.errors import Misconfigured
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from local.engine import free_port
from local.server import Box, refuse_taken_ports
from local.service import refuse_a_wrong_system


def test_a_port_that_is_taken_is_named_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        with pytest.raises(Misconfigured, match=f"port {port} is in use.*make run PORT="):
            refuse_taken_ports(Box(Path(), port))


def test_free_ports_are_not_refused() -> None:
    refuse_taken_ports(Box(Path(), free_port()))


def _with_tables(settings: Settings) -> Services:
    services = Services(settings)
    _ = services.wire
    create_missing(MODELS)
    return services


@pytest.mark.engine
@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("circulation", "sip", "no such library system: sip"),
        ("circulation_at", "{'host': 1}", "circulation_at is no JSON"),
        ("catalogue_at", "{", "catalogue_at is no JSON"),
    ],
)
def test_a_library_system_that_is_written_wrong_is_named_before_anybody_is_served(
    storage_settings: Settings, setting: str, value: str, named: str
) -> None:
    outside = {"circulation": "sip2", "circulation_at": '{"host": "10.0.0.9"}'}
    catalogue = {"catalogue": "sru", "catalogue_at": '{"url": "http://10.0.0.9/b"}'}
    wrong = replace(storage_settings, **{**outside, **catalogue, setting: value})
    with pytest.raises(Misconfigured, match=named):
        refuse_a_wrong_system(_with_tables(wrong))
