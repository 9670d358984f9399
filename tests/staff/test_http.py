"""Every staff route: closed to strangers, closed to forged changes, described, safe to read."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib import errors
from chalicelib.staff.auth import csrf_token
from chalicelib.staff.console import ROUTES
from chalicelib.staff.http import said, status_of
from chalicelib.staff.model import ALLOWED, Role
from chalicelib.staff.route import Kind, Route
from chalicelib.texts import staff as texts
from tests.factories_staff import GOOD_PASSWORD, Browser, Desk, a_user, seen, text
from tests.fakes_staff import FakeStrangers

OPEN = {"/staff/sign-in", "/staff/api/sign-in", "/staff/static/{name}"}
CLOSED = [route for route in ROUTES if route.path not in OPEN]
CHANGES = [route for route in CLOSED if route.changes]
ALL_ROLES = tuple(Role)


def _id(route: Route) -> str:
    return f"{route.method} {route.path}"


def _path(route: Route) -> str:
    return re.sub(r"{\w+}", "x1", route.path)


def _send(browser: Browser, route: Route, **headers: str) -> Any:
    kinds = {
        Kind.API: ("application/json", b"{}"),
        Kind.UPLOAD: ("multipart/form-data; boundary=XX", b"--XX--\r\n"),
    }
    kind, body = kinds.get(route.kind, ("application/x-www-form-urlencoded", b""))
    sent = body if route.changes else b""
    return browser._ask(route.method, _path(route), sent, {"Content-Type": kind, **headers})


def test_only_the_door_and_the_style_sheet_are_open() -> None:
    assert {route.path for route in ROUTES if route.needs is None} == OPEN


@pytest.mark.parametrize("route", CLOSED, ids=_id)
def test_a_stranger_gets_nothing(route: Route) -> None:
    answer = _send(Desk().browser(), route)
    assert answer.status_code in (303, 401)
    assert answer.headers.get("Location", "/staff/sign-in").startswith("/staff/sign-in")


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_lacks_the_role_is_refused(role: Role) -> None:
    """With the token of the session, so that nothing but the role is in the way."""
    browser = Desk().signed_in(role)
    token = {"X-Weiguan-Csrf": csrf_token(browser.cookies["weiguan"])}
    lacking = [route for route in CLOSED if route.needs not in ALLOWED[role]]
    sent = {_id(route): _send(browser, route, **token) for route in lacking}
    told = {name for name, answer in sent.items() if texts.ROLE_LACKING in answer.body.decode()}
    assert (told, {answer.status_code for answer in sent.values()}) == (set(sent), {403})


@pytest.mark.parametrize("route", CHANGES, ids=_id)
def test_a_change_without_the_token_is_refused(route: Route) -> None:
    desk = Desk()
    answer = _send(desk.signed_in(*ALL_ROLES), route)
    assert answer.status_code == 403
    assert [entry.outcome.value for entry in desk.audit.rows] == ["done", "refused"]


@pytest.mark.parametrize("route", CHANGES, ids=_id)
def test_a_change_from_a_foreign_page_is_refused(route: Route) -> None:
    browser = Desk().signed_in(*ALL_ROLES)
    token = {"X-Weiguan-Csrf": browser.csrf()}
    assert _send(browser, route, Origin="https://evil.example", **token).status_code == 403
    assert _send(browser, route, **{"Sec-Fetch-Site": "cross-site"}, **token).status_code == 403


@pytest.mark.parametrize("route", [r for r in ROUTES if r.changes], ids=_id)
def test_every_change_has_a_name_for_the_audit(route: Route) -> None:
    assert route.deed


def test_a_token_of_another_session_is_worth_nothing() -> None:
    desk = Desk()
    mine, other = desk.signed_in(Role.DESK), desk.signed_in(Role.DESK)
    answer = mine.post("/staff/sign-out", {"csrf": other.csrf()})
    assert answer.status_code == 403


def test_our_own_page_may_say_where_it_comes_from() -> None:
    browser = Desk().signed_in(Role.DESK)
    answer = browser.post("/staff/sign-out", {}, Origin="http://desk.example")
    assert answer.status_code == 303


def test_pages_carry_the_headers_that_keep_browsers_from_harm() -> None:
    headers = Desk().signed_in(Role.DESK).get("/staff").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Request-Id"]


def test_no_page_needs_what_its_own_policy_forbids() -> None:
    page = text(Desk().signed_in(*ALL_ROLES).get("/staff/people"))
    assert not re.search(r"<script(?! src=)|style=|\son\w+=|https?://", page)


@pytest.mark.parametrize("name", ["console.css", "console.js", "mark.svg"])
def test_assets_are_served_to_everybody(name: str) -> None:
    answer = Desk().browser().get(f"/staff/static/{name}")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Cache-Control"]


def test_no_other_file_is_served() -> None:
    assert Desk().browser().get("/staff/static/passwords.py").status_code == 404
    assert Desk().browser().get("/staff/static/..%2Fmodel.py").status_code == 404


def test_a_body_that_is_too_large_is_refused() -> None:
    answer = Desk().signed_in(Role.DESK).post("/staff/sign-out", {"x": "y" * 300_000})
    assert answer.status_code == 413
    assert "太大" in seen(answer)


def test_what_breaks_is_said_kindly_and_without_details() -> None:
    class Broken:
        def page(self, cursor: str | None, limit: int) -> None:
            raise ZeroDivisionError("secret detail")

    answer = Desk().signed_in(Role.ADMIN, people=Broken()).get("/staff/people")
    assert answer.status_code == 500
    assert "已经记录" in seen(answer)
    assert "secret detail" not in text(answer)


def test_errors_of_other_parts_are_said_in_chinese() -> None:
    assert (
        said(errors.TryLater("storage is busy (Query)"))
        == "系统正忙，请过一会儿再试。您的内容没有丢，刷新即可重试。"
    )
    assert said(errors.BadRequest("row 7 has no title")).endswith("（row 7 has no title）")
    assert status_of(errors.GiveUp("x")) == 500


def test_in_the_cloud_links_begin_with_the_stage() -> None:
    desk = Desk()
    browser = desk.signed_in(Role.DESK)
    page = browser.get("/staff").body
    assert b'href="/staff/account"' in page


def test_the_document_names_every_route_and_is_valid() -> None:
    document = json.loads(Desk().signed_in(Role.DESK).get("/staff/openapi.json").body)
    described = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }
    assert described == {(route.method, route.path) for route in ROUTES}
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_a_stranger_who_asks_too_often_is_told_when_to_come_again() -> None:
    desk = Desk()
    waiting = FakeStrangers(turned_away=timedelta(seconds=29.5))
    answer = desk.browser(strangers=waiting).get("/staff/sign-in")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "太频繁" in seen(answer)


def test_sign_ins_are_counted_for_everybody_together() -> None:
    strangers = FakeStrangers()
    Desk().browser(strangers=strangers).post_json("/staff/api/sign-in", b"{}")
    assert strangers.asked[-1][1] == "/staff/api/sign-in"


def test_whoever_is_signed_in_is_not_counted() -> None:
    browser = Desk().signed_in(Role.DESK, strangers=(strangers := FakeStrangers()))
    before = len(strangers.asked)
    assert browser.get("/staff").status_code == 200
    assert len(strangers.asked) == before


@pytest.mark.parametrize("kind", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "x/json"}])
def test_what_is_not_said_to_be_json_is_not_read_as_json(kind: dict[str, str]) -> None:
    """A foreign page can send a text, or nothing said of it, to wherever it likes."""
    body = f'{{"name": "lin", "password": "{GOOD_PASSWORD}"}}'.encode()
    browser = Desk().has(a_user("lin")).browser()
    answer = browser._ask("POST", "/staff/api/sign-in", body, kind)
    assert answer.status_code == 415
    assert browser.cookies == {}
