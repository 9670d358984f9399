"""What `make run` says before it starts anything."""

import socket
from pathlib import Path

import pytest

from chalicelib.errors import Misconfigured
from local.engine import free_port
from local.server import Box, refuse_taken_ports


def test_a_port_that_is_taken_is_named_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        with pytest.raises(Misconfigured, match=f"port {port} is in use.*make run PORT="):
            refuse_taken_ports(Box(Path(), port))


def test_free_ports_are_not_refused() -> None:
    refuse_taken_ports(Box(Path(), free_port()))
