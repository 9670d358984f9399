"""The settings' words for a Koha."""

import json
from typing import Any

import pytest

from chalicelib.errors import Misconfigured
from chalicelib.ils.koha.system import connect
from chalicelib.ils.model import Call, Can, Hold, Reason
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


def test_what_a_library_does_not_want_is_not_done() -> None:
    bench = KohaBench()
    bench.lend("活着")
    port = koha(bench.mock, without=["renew", "holds", "cancel_hold"])
    call, loan = Call(NOW), bench.circulation.loans(bench.card, Call(NOW)).items[0]
    outcomes = [
        *port.renew_all(bench.card, [loan], "m1", call),
        port.place_hold(bench.card, bench.lent_out(), "", "m2", call),
        port.cancel_hold(bench.card, Hold("700"), "m3", call),
    ]
    port.close()
    bench.close()
    assert {one.reason for one in outcomes} == {Reason.NOT_SUPPORTED}
    assert not [
        one
        for one in bench.mock.asked
        if one.startswith(("POST /holds", "POST /checkouts", "DELETE"))
    ]
