"""The settings' words for a Koha."""

import json
from typing import Any

import pytest

from chalicelib.errors import Misconfigured
from chalicelib.ils.koha.system import connect
from chalicelib.ils.model import Call, Can
from tests.ils.koha.bench import TIMEZONE, KohaBench, koha
from tests.ils.koha.library import NOW

HERE = {"url": "https://koha.library.example", "user": "weiguan"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"urll": 1}, "urll"),
        ({"url": ""}, "url"),
        ({"url": "http://koha.library.example"}, "https"),
        ({"url": "https://a:b@koha.library.example"}, "host/path"),
        ({"url": "ftp://koha.library.example"}, "https"),
        ({"url": "http://[::1"}, "cannot be read"),
        ({"url": 1}, "text"),
        ({"user": ""}, "user"),
        ({"login": "cookie"}, "oauth or basic"),
        ({"page_size": 0}, "page_size"),
        ({"lines": True}, "lines"),
        ({"branches": {"ZG": 1}}, "branches"),
        ({"refusals": {"x": "because"}}, "because"),
        ({"without": ["flying"]}, "without"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        connect(json.dumps({**HERE, **changes}), "s", TIMEZONE)


@pytest.mark.parametrize("described", ["", "-", "[]"])
def test_what_is_no_map_is_refused(described: str) -> None:
    with pytest.raises(Misconfigured):
        connect(described, "s", TIMEZONE)


def test_what_a_library_does_not_want_is_not_offered() -> None:
    bench = KohaBench()
    port = koha(bench.mock, without=["fees"])
    assert Can.FEES not in port.can(Call(NOW))
    port.close()
    bench.close()
