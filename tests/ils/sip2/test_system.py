"""The settings' words for a SIP2 server."""

import json
from typing import Any

import pytest

from chalicelib.errors import Misconfigured
from chalicelib.ils.model import CardNumber
from chalicelib.ils.sip2.dialects import DIALECTS, dialect
from chalicelib.ils.sip2.system import connect
from tests.ils.sip2.bench import TIMEZONE
from tests.ils.sip2.scripted import ScriptedServer
from tests.ils.sip2.test_connector import CALL, account

HERE = {"host": "127.0.0.1", "user": "wx"}


def described(**facts: Any) -> str:
    return json.dumps(HERE | facts)


def test_a_described_system_is_spoken_to() -> None:
    server = ScriptedServer(c63=[account()])
    system = connect(described(port=server.port, institution="LIB"), "gate", TIMEZONE)
    try:
        assert system.patron(CardNumber("R0001"), CALL).name == "陈读者"
        assert [server.asked[0].first(id) for id in ("CN", "CO")] == ["wx", "gate"]
        assert server.asked[-1].first("AO") == "LIB"
    finally:
        system.close()
        server.close()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no JSON"),
        ("[]", "facts"),
        ('{"hots": "127.0.0.1"}', "hots"),
        ('{"user": "wx"}', "host"),
        (described(port="x"), "port"),
        (described(port=True), "port"),
        (described(user=1), "user"),
        (described(branches=[]), "branches"),
        (described(dialect="klingon"), "klingon"),
        (described(changes={"encodign": "gbk"}), "encodign"),
        (described(changes={"encoding": "klingon"}), "klingon"),
        (described(changes={"list_entry": "("}), "dialect"),
        (described(changes={"list_entry": ".*"}), "list_entry"),
        (described(changes={"refusals": {"x": "no_such_reason"}}), "no_such_reason"),
        (described(changes={"due_formats": "%d"}), "due_formats"),
        (described(host="sip.library.example"), "tls"),
        (described(host="93.184.216.34"), "tls"),
    ],
)
def test_what_is_wrong_is_named(text: str, named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        connect(text, "gate", TIMEZONE)


@pytest.mark.parametrize(
    "facts",
    [
        {"host": "sip.library.example", "tls": True},
        {"host": "sip.library.example", "unencrypted": True},
        {"host": "10.1.2.3"},
        {"host": "localhost"},
    ],
)
def test_a_line_nobody_else_reads_will_do(facts: dict[str, Any]) -> None:
    connect(described(**facts), "gate", TIMEZONE)


def test_the_password_is_not_shown() -> None:
    assert "gate" not in repr(vars(connect(described(), "gate", TIMEZONE)))


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_can_be_refined(name: str) -> None:
    changed = dialect(name, {"unsupported": ["65"], "encoding": "gb18030", "page_size": 5})
    assert (changed.unsupported, changed.page_size) == (frozenset({"65"}), 5)
