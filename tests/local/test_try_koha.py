"""The technician's look at a Koha."""

import json
from collections.abc import Iterator

import pytest

from local.try_koha import main
from tests.ils.koha.bench import KohaBench
from tests.ils.koha.library import NOW
from tests.ils.koha.mock import CLIENT

ANSWERS = {
    "Secret of the client (or password): ": CLIENT[1],
    "A test card: ": "R0001",
    "Its PIN: ": "4711",
}


@pytest.fixture
def bench() -> Iterator[KohaBench]:
    bench = KohaBench()
    yield bench
    bench.close()


def tried(bench: KohaBench, **answers: str) -> int:
    described = json.dumps({"url": bench.mock.url, "user": CLIENT[0]})
    return main(described, {**ANSWERS, **answers}.__getitem__, lambda: NOW)


def test_a_card_is_shown_as_readers_will_see_it(
    bench: KohaBench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.lend("三体")
    code, shown = tried(bench), capsys.readouterr().out
    assert code == 0
    assert "B0001 三体 due 2026-12-05" in shown
    assert "4711" not in shown


def test_a_login_that_koha_does_not_know_is_said_so(
    bench: KohaBench, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = {"Secret of the client (or password): ": "wrong"}
    assert (tried(bench, **secret), "own login" in capsys.readouterr().out) == (1, True)


def test_a_file_name_in_place_of_a_certificate_is_told_with_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    described = {"url": "https://koha.library.example", "user": "weiguan", "ca": "/etc/ca.pem"}
    assert main(json.dumps(described), lambda _: "R1") == 1
    assert "text of a PEM file" in capsys.readouterr().out
