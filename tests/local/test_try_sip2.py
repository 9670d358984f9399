"""The technician's look at a SIP2 server."""

import json
from collections.abc import Iterator

import pytest

from local.try_sip2 import main
from tests.ils.sip2.bench import NOW
from tests.ils.sip2.scripted import ScriptedServer, told
from tests.ils.sip2.test_connector import LENT, account

ANSWERS = {"Password of the login for us: ": "gate", "A test card: ": "r0001", "Its PIN: ": "4711"}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    known = account(("CQ", "Y"), ("AU", "B1"), ("BV", "1.50"), charged_count="0001")
    server = ScriptedServer(c63=[known], c17=[LENT])
    yield server
    server.close()


def tried(port: int) -> int:
    return main(json.dumps({"host": "127.0.0.1", "port": port}), ANSWERS.__getitem__, lambda: NOW)


def test_a_card_is_shown_as_readers_will_see_it(
    server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = tried(server.port), capsys.readouterr().out
    assert code == 0
    assert "B1 三体 due 2026-12-05" in shown
    assert "1.50 CNY" in shown
    assert "4711" not in shown


def test_a_card_that_is_not_confirmed_is_said_so(
    server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers["63"] = [account(("CQ", "N"))]
    assert (tried(server.port), "not confirmed" in capsys.readouterr().out) == (1, True)


def test_what_is_wrong_with_the_system_is_said(
    server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers["93"] = [told(ok="0")]
    assert (tried(server.port), "login" in capsys.readouterr().out) == (1, True)


def test_titles_that_cannot_be_read_are_said_to_be_of_another_encoding(
    server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers["17"] = [told([("AB", "B1"), ("AJ", "\ufffd\ufffd")])]
    assert (tried(server.port), "GBK" in capsys.readouterr().out) == (1, True)


@pytest.mark.parametrize(
    ("described", "card", "next_step"),
    [
        ("{'host': '10.0.0.9'}", "R1", "double quotes"),
        ('{"host": "10.0.0.9", "prot": 6001}', "R1", "misspelt"),
        ('{"host": "sip.library.example"}', "R1", "TLS"),
        ('{"host": "127.0.0.1", "port": "6001"}', "R1", "without quotes"),
        ('{"host": "127.0.0.1", "port": 1}', "R1", "check the port"),
        ('{"host": "127.0.0.1", "port": 1}', "读者", "as printed on the card"),
    ],
)
def test_a_typical_mistake_is_told_with_what_to_do(
    described: str, card: str, next_step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {**ANSWERS, "A test card: ": card}
    assert main(described, answers.__getitem__, lambda: NOW) == 1
    assert next_step in capsys.readouterr().out.partition("What to do: ")[2]
