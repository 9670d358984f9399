"""A library that opens no port, through the service's own front door."""

import importlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from chalice.test import Client

from chalicelib import wiring
from chalicelib.errors import NotAllowed
from chalicelib.ils.agent.sealing import Key
from chalicelib.ils.model import Call, CardNumber, Patron
from chalicelib.wiring import Services
from local.agent.worker import Worker
from tests.ils.agent.test_codec import Recording
from tests.scenarios.front import BoxClock

pytestmark = pytest.mark.engine
SECRET = "a key for tests, longer than thirty-two characters"
CARD = CardNumber("R0001")


@pytest.fixture
def remote(services: Services, clock: BoxClock) -> Services:
    settings = replace(services.settings, circulation="agent", circulation_secret=SECRET)
    return wiring.use(clock, settings)


@pytest.fixture
def client(services: Services) -> Iterator[Client]:
    with Client(importlib.import_module("app").app) as client:
        yield client


def agent(client: Client, clock: BoxClock, key: str = SECRET) -> Worker:
    def post(path: str, body: bytes, signature: str, timeout_s: float) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Weiguan-Agent": signature}
        answer = client.http.post(path, headers=headers, body=body)
        if answer.status_code == 403:
            raise NotAllowed(str(answer.json_body["refused"]))
        assert answer.status_code == 200
        return dict(answer.json_body)

    known = Recording(Patron(CARD, "陈读者"))
    return Worker(post, Key(key), known, wait_s=5.0, clock=clock)  # type: ignore[arg-type]


def test_a_question_goes_through_the_front_door_and_back(
    remote: Services, client: Client, clock: BoxClock
) -> None:
    port = remote.circulation
    assert port is not None
    with ThreadPoolExecutor(1) as reader:
        asking = reader.submit(port.patron, CARD, Call(clock(), 20.0))
        assert agent(client, clock).round() == 1
        assert asking.result(timeout=20).name == "陈读者"


def test_an_agent_with_another_key_is_refused(
    remote: Services, client: Client, clock: BoxClock
) -> None:
    with pytest.raises(NotAllowed, match="signature"):
        agent(client, clock, SECRET[::-1]).round()


def test_a_service_without_agent_knows_none(client: Client, clock: BoxClock) -> None:
    headers = {"Content-Type": "application/json", "Weiguan-Agent": "1:0"}
    assert client.http.post("/agent/take", headers=headers, body=b"{}").status_code == 404


@pytest.mark.parametrize("path", ["/agent/take", "/agent/answer"])
def test_a_stranger_learns_nothing(remote: Services, client: Client, path: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.http.post(path, headers=headers, body=b"{}")
    assert (answer.status_code, "tasks" in answer.body.decode()) == (403, False)
