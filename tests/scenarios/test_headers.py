"""Every answer of the entrance, also the refusals, keeps browsers from harm."""

import importlib
import re
from dataclasses import replace

import pytest

from chalicelib import wiring
from chalicelib.headers import SAFE
from chalicelib.staff.console import ROUTES
from chalicelib.staff.model import Role
from chalicelib.staff.route import Kind
from chalicelib.wiring import Services
from local import lessons
from tests.factories_staff import Desk
from tests.scenarios.front import BoxClock, FrontDoor

APP = importlib.import_module("app").app
DOORS = [(method, path) for path, methods in APP.routes.items() for method in methods]
SAME_FOR_ALL = {"/r/style.css"}
"""What holds nothing of anybody and may be kept."""
PAGES = [route.path for route in ROUTES if not route.changes and route.kind is not Kind.ASSET]


def filled(path: str) -> str:
    return re.sub(r"{\w+}", "x1", path)


def lacking(headers: dict[str, str]) -> set[str]:
    return {name for name in SAFE if not headers.get(name)}


@pytest.fixture
def services(services: Services, clock: BoxClock) -> Services:
    """One stranger may knock at every door within a minute."""
    settings = replace(services.settings, strangers_requests_a_minute=10_000)
    return wiring.use(clock, settings, lessons.kept)


@pytest.mark.engine
def test_every_answer_to_a_stranger_has_the_headers(front: FrontDoor) -> None:
    def knock(method: str, path: str) -> dict[str, str]:
        asked = front.client.http.request(method, filled(path), headers={}, body=b"{}")
        assert asked.status_code != 429
        return dict(asked.headers)

    answers = {door: knock(*door) for door in DOORS}
    assert {door: lacking(told) for door, told in answers.items() if lacking(told)} == {}
    kept = {path for (_, path), told in answers.items() if told["Cache-Control"] != "no-store"}
    assert kept <= SAME_FOR_ALL


@pytest.mark.engine
@pytest.mark.parametrize(("kind", "method"), [("text/odd", "POST"), ("text/plain", "PATCH")])
def test_what_the_framework_refuses_has_them_too(front: FrontDoor, kind: str, method: str) -> None:
    answer = front.client.http.request(
        method, "/staff/sign-in", headers={"Content-Type": kind}, body=b"x"
    )
    assert answer.status_code in (405, 415)
    assert lacking(answer.headers) == set()


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_signed_in_gets_them_and_nothing_is_kept(path: str) -> None:
    answer = Desk().signed_in(*Role).get(filled(path), Accept="*/*")
    assert lacking(answer.headers) == set()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
