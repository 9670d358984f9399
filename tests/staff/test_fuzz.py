"""Whatever is sent to a staff route: never a 5xx, and nothing for a stranger."""

import os
import re
from collections.abc import Sequence
from datetime import datetime
from typing import get_type_hints
from urllib.parse import quote

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import NotFound
from chalicelib.knowledge.staff import EntryBody
from chalicelib.staff.auth import csrf_token
from chalicelib.staff.console import ROUTES
from chalicelib.staff.model import Role, Session, User
from chalicelib.staff.ports import Opened
from chalicelib.staff.route import Kind, Route
from tests.factories_staff import NOON, Desk, a_user

EXAMPLES = 20_000 if os.environ.get("DRILLS") == "long" else 400
RUN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
OPEN = {"/staff/sign-in", "/staff/api/sign-in", "/staff/static/{name}"}
KINDS = [
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data; boundary=XX",
    "multipart/form-data",
    "text/html",
]


class AlwaysIn:
    """A door that cannot be closed, so that signing out does not end the trial."""

    def __init__(self, user: User) -> None:
        self._user = user

    def who(self, secret: str, now: datetime) -> tuple[User, Session]:
        return self._user, Session("k", self._user.name, now, now, now)

    def sign_in(self, *how: object) -> Opened:
        return Opened("s", self.who("s", NOON)[1], self._user)

    def go_on(self, *how: object) -> Opened:
        return self.sign_in()

    def sure(self, *how: object) -> bool:
        return True

    def sign_out(self, secret: str) -> None:
        """Stays in."""

    def sessions_of(self, user: User, now: datetime) -> tuple[Session, ...]:
        return (self.who("s", now)[1],)

    def end_session(self, user: User, key: str) -> None:
        raise NotFound("no such session")


STRANGER = Desk().browser()
INSIDE = a_user("lin", *Role)
EVERYBODY = Desk().has(INSIDE).browser(door=AlwaysIn(INSIDE))
EVERYBODY.cookies["weiguan"] = "s"
TOKEN = csrf_token("s")

routes = st.sampled_from(ROUTES)
closed = st.sampled_from([route for route in ROUTES if route.path not in OPEN])
parts = st.one_of(st.text(min_size=1, max_size=20), st.sampled_from(["lin", "..", "x", "0", "%00"]))
values = st.one_of(st.text(max_size=60), st.integers().map(str), st.sampled_from(["desk", "new"]))
names = st.sampled_from(
    ["csrf", "name", "text", "state", "display", "roles", "version", "day", "once", "after", "x"]
)
fields = st.dictionaries(names, values, max_size=6)
forms = fields.map(lambda held: "&".join(f"{k}={_quoted(v)}" for k, v in held.items()).encode())
bodies = st.one_of(st.binary(max_size=300), forms)
cookies = st.one_of(st.text(max_size=80), st.just("weiguan=x; weiguan=y"), st.just("weiguan="))


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "replace"))


def path_of(route: Route, part: str, query: dict[str, str]) -> str:
    asked = "&".join(f"{name}={_quoted(value)}" for name, value in query.items())
    filled = re.sub(r"{\w+}", lambda _: _quoted(part) or "x", route.path)
    return f"{filled}?{asked}" if asked else filled


@RUN
@given(closed, parts, fields, bodies, st.sampled_from(KINDS), cookies)
def test_a_stranger_gets_nothing_whatever_is_sent(
    route: Route, part: str, query: dict[str, str], body: bytes, kind: str, cookie: str
) -> None:
    headers = {"Content-Type": kind, "Cookie": cookie}
    answer = STRANGER.client.http.request(
        route.method, path_of(route, part, query), headers=headers, body=body
    )
    assert 300 <= answer.status_code < 500


@RUN
@given(routes, parts, fields, bodies, st.sampled_from(KINDS))
def test_nothing_staff_send_breaks_a_route(
    route: Route, part: str, query: dict[str, str], body: bytes, kind: str
) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in EVERYBODY.cookies.items())
    headers = {"Content-Type": kind, "Cookie": cookie, "X-Weiguan-Csrf": TOKEN, "Accept": "*/*"}
    sent = body.replace(b"csrf=", b"x=") + f"&csrf={TOKEN}".encode() if b"=" in body else body
    answer = EVERYBODY.client.http.request(
        route.method, path_of(route, part, query), headers=headers, body=sent
    )
    assert answer.status_code < 500


@RUN
@given(st.text(min_size=1, max_size=40), bodies)
def test_paths_that_are_no_route_are_refused(path: str, body: bytes) -> None:
    asked = f"/staff/{_quoted(path)}"
    answer = STRANGER.client.http.request("POST", asked, headers={"Cookie": "x"}, body=body)
    assert 300 <= answer.status_code < 500


def fields_of(kind: type) -> st.SearchStrategy[dict[str, object]]:
    hints = get_type_hints(kind)
    return st.fixed_dictionaries({name: st.from_type(hint) for name, hint in hints.items()})


st.register_type_strategy(EntryBody, lambda _: fields_of(EntryBody))


@st.composite
def well_formed(draw: st.DrawFn, routes: Sequence[Route]) -> tuple[Route, bytes]:
    """A route and a body of the type it takes, with anything in its fields."""
    route = draw(st.sampled_from([route for route in routes if route.takes is not None]))
    assert route.takes is not None
    return route, written(route, msgspec.to_builtins(draw(fields_of(route.takes))))


def written(route: Route, plain: dict[str, object]) -> bytes:
    if route.kind is Kind.API:
        return msgspec.json.encode(plain)
    pairs = [(k, one) for k, v in plain.items() for one in (v if isinstance(v, list) else [v])]
    form = "&".join(f"{k}={_quoted(str(v))}" for k, v in pairs if v is not None)
    return form.encode()


@RUN
@given(well_formed(ROUTES), parts)
def test_nothing_well_formed_breaks_a_route(sent: tuple[Route, bytes], part: str) -> None:
    route, body = sent
    kind = "application/json" if route.kind is Kind.API else KINDS[0]
    headers = {"Content-Type": kind, "Cookie": "weiguan=s", "X-Weiguan-Csrf": TOKEN}
    path = path_of(route, part, {})
    answer = EVERYBODY.client.http.request(route.method, path, headers=headers, body=body)
    assert answer.status_code < 500
