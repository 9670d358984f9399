"""Nothing a reader or a file says decides where we connect to."""

import re
from pathlib import Path

from tests.test_architecture import FILES, _imports, _name

CLIENTS = {"requests", "urllib3", "httpx", "aiohttp", "http.client", "urllib.request", "socket"}
"""What can open a connection."""
MAY_CONNECT = re.compile(r"wechat/(calls|api)|ils/.*")
"""The platform's address is a setting and no redirect is followed (`wechat/calls`); a library
system's address is a setting too."""


def _connects(path: Path) -> bool:
    return bool(CLIENTS & set(_imports(path)))


def test_only_the_connectors_can_open_a_connection() -> None:
    connecting = [_name(path) for path in FILES if _connects(path)]
    assert "wechat/calls" in connecting
    assert [name for name in connecting if not MAY_CONNECT.fullmatch(name)] == []
