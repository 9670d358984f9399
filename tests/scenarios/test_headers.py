"""Every answer of the entrance, also the refusals, keeps browsers from harm."""

import importlib
import re

import pytest

from chalicelib.headers import SAFE
from chalicelib.staff.console import ROUTES
from chalicelib.staff.model import Role
from chalicelib.staff.route import Kind
from tests.factories_staff import Desk
from tests.scenarios.front import FrontDoor

APP = importlib.import_module("app").app
DOORS = [(method, path) for path, methods in APP.routes.items() for method in methods]
SAME_FOR_ALL = {"/r/style.css"}
"""What holds nothing of anybody and may be kept."""
PAGES = [route.path for route in ROUTES if not route.changes and route.kind is not Kind.ASSET]


def filled(path: str) -> str:
    return re.sub(r"{\w+}", "x1", path)


def lacking(headers: dict[str, str]) -> set[str]:
    return {name for name in SAFE if not headers.get(name)}


@pytest.mark.engine
@pytest.mark.parametrize(("method", "path"), DOORS)
def test_a_strangers_answer_has_the_headers(front: FrontDoor, method: str, path: str) -> None:
    answer = front.client.http.request(method, filled(path), headers={}, body=b"{}")
    assert lacking(answer.headers) == set()
    assert answer.headers["Cache-Control"] == "no-store" or path in SAME_FOR_ALL


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
