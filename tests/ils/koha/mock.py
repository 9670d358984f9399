"""Koha by its contract: what the description does not allow is refused, and an answer of the mock
that does not fit it fails the test."""

import base64
import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.ils.koha.contract import ROUTES, SHAPES, Kinds, Route
from tests.ils.koha.library import Library, Refusal, Row

CLIENT = ("weiguan", "s3cret")
BASE = "/api/v1"
EFFECTS = (f"{BASE}/checkouts", f"{BASE}/holds")
LIBRARIES = [
    {"library_id": "ZG", "name": "总馆", "pickup_location": True},
    {"library_id": "DG", "name": "东馆", "pickup_location": True},
]


class Fault(StrEnum):
    NONE = "none"
    REQUEST_LOST = "request lost"
    ANSWER_LOST = "answer lost"
    BUSY = "busy"
    BROKEN = "done, and then an error"


class NotInContract(Exception):
    """`args`: the status and the error the real validator would give."""


class MockKoha:
    """`asked` lists method and path of what came; `broken` what broke the contract."""

    def __init__(self) -> None:
        self.library = Library()
        self.asked: list[str] = []
        self.broken: list[str] = []
        self.tokens = {"t1"}
        self.token = "t1"
        self.losing = False
        self.faults: list[Fault] = []
        """Used up one a request, the login's aside; then all is well."""
        self.says: dict[str, tuple[int, Any]] = {}
        """By `METHOD /path`: a status and body said instead, for odd answers."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._open: list[Any] = []
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
        for one in self._open:
            with suppress(OSError):
                one.connection.shutdown(socket.SHUT_RDWR)

    def next_fault(self, target: str) -> Fault:
        is_login = target.endswith("/oauth/token")
        return self.faults.pop(0) if self.faults and not is_login else Fault.NONE

    def loses(self, method: str, target: str) -> bool:
        """The answer to an effect, where that is wanted."""
        is_now = self.losing and method != "GET" and target.startswith(EFFECTS)
        self.losing = self.losing and not is_now
        return is_now

    def answer(
        self, method: str, target: str, headers: Any, body: bytes, fault: Fault
    ) -> tuple[int, Any, Row]:
        if fault is Fault.BUSY:
            return 503, {"error": "Under maintenance"}, {}
        said = self._answered(method, target, headers, body)
        return (500, {"error": "?"}, {}) if fault is Fault.BROKEN else said

    def _answered(
        self, method: str, target: str, headers: Any, body: bytes
    ) -> tuple[int, Any, Row]:
        parts = urlsplit(target)
        path = parts.path.removeprefix(BASE)
        self.asked.append(f"{method} {path}")
        if f"{method} {path}" in self.says:
            return (*self.says[f"{method} {path}"], {})
        if path == "/oauth/token":
            return self._token_for(body)
        if not self._is_known(headers.get("Authorization", "")):
            return 401, {"error": "Authentication failure."}, {}
        try:
            route, ids = _route_of(method, path)
            query = _query(route, parts.query)
            _check_embed(route, headers.get("x-koha-embed", ""))
            said = _body(route, headers, body)
            return self._worked(route, ids, query, said, headers.get("x-koha-embed", ""))
        except NotInContract as wrong:
            self.broken.append(f"{method} {target}: {wrong.args[1]}")
            return wrong.args[0], {"errors": [{"message": wrong.args[1]}]}, {}
        except Refusal as refusal:
            self._note([] if refusal.args[0] in route.statuses else [str(refusal.args[0])], route)
            return refusal.args[0], refusal.args[1], {}

    def _token_for(self, body: bytes) -> tuple[int, Any, Row]:
        form = dict(parse_qsl(body.decode()))
        if form.get("grant_type") != "client_credentials":
            return 400, {"error": "Unimplemented grant type"}, {}
        if (form.get("client_id"), form.get("client_secret")) != CLIENT:
            return 403, {"error": "unauthorized_client"}, {}
        self.token = f"t{len(self.asked)}"
        self.tokens = {self.token}
        return 200, {"access_token": self.token, "token_type": "Bearer", "expires_in": 3600}, {}

    def _is_known(self, said: str) -> bool:
        basic = base64.b64encode(":".join(CLIENT).encode()).decode()
        return said == f"Basic {basic}" or said.removeprefix("Bearer ") in self.tokens

    def _worked(
        self, route: Route, ids: list[int], query: Row, body: Row, embed: str
    ) -> tuple[int, Any, Row]:
        work = WORKS[f"{route.method} {route.path}"]
        said = work(self.library, ids, query, body)
        if route.is_list:
            rows = _embedded(self.library, _filtered(said, query), embed)
            page, size = query.get("_page", 1), query.get("_per_page", 20)
            shown = rows[(page - 1) * size : page * size]
            self._note(_unfit(route, shown), route)
            link = {"Link": '<x>; rel="next"'} if page * size < len(rows) else {}
            return 200, shown, {"X-Total-Count": str(len(rows)), **link}
        status = min(s for s in route.statuses if 200 <= s < 300 and (said is not None or s == 204))
        self._note(_unfit(route, [said] if said is not None else []), route)
        return status, said, {}

    def _note(self, wrong: list[str], route: Route) -> None:
        self.broken += [f"the mock itself: {route.method} {route.path}: {one}" for one in wrong]


def _route_of(method: str, path: str) -> tuple[Route, list[int]]:
    pieces = path.strip("/").split("/")
    there = [route for route in ROUTES if _fits(route, pieces)]
    if not there:
        raise NotInContract(404, "Not Found.")
    for route in there:
        if route.method == method:
            forms = route.path.strip("/").split("/")
            return route, [int(p) for p, form in zip(pieces, forms, strict=True) if form == "{}"]
    raise NotInContract(405, "Method Not Allowed.")


def _fits(route: Route, pieces: list[str]) -> bool:
    forms = route.path.strip("/").split("/")
    alike = [
        piece.isdigit() if form == "{}" else piece == form
        for piece, form in zip(pieces, forms, strict=False)
    ]
    return len(forms) == len(pieces) and all(alike)


def _query(route: Route, text: str) -> Row:
    given = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)))
    strange = sorted(set(given) - set(route.query))
    missing = sorted(route.must_query - set(given))
    if strange or missing:
        raise NotInContract(400, f"query: {strange} not known, {missing} missing")
    numbers = [name for name, kind in route.query.items() if kind is int and name in given]
    if not all(given[name].isdigit() for name in numbers):
        raise NotInContract(400, "Expected integer - got string.")
    return {**given, **{name: int(given[name]) for name in numbers}}


def _check_embed(route: Route, embed: str) -> None:
    if not set(filter(None, embed.split(","))) <= route.embeds:
        raise NotInContract(400, "x-koha-embed: not in enum list")


def _body(route: Route, headers: Any, body: bytes) -> Row:
    if not route.body:
        if body:
            raise NotInContract(400, "a body where none is taken")
        return {}
    if headers.get("Content-Type") != "application/json":
        raise NotInContract(400, "Expected application/json")
    said: Row = json.loads(body)
    strange, missing = set(said) - set(route.body), route.must - set(said)
    wrong = [name for name in set(said) & set(route.body) if not _is(said[name], route.body[name])]
    if strange or missing or wrong:
        raise NotInContract(400, f"body: {strange} not allowed, {missing} missing, {wrong} wrong")
    return said


def _is(value: Any, kinds: Kinds) -> bool:
    return type(value) in kinds


def _unfit(route: Route, rows: list[Row]) -> list[str]:
    shape = SHAPES.get(route.shape, {})
    return [name for row in rows for name, kinds in shape.items() if not _is(row.get(name), kinds)]


def _filtered(rows: list[Row], query: Row) -> list[Row]:
    chosen: Row = json.loads(query["q"]) if "q" in query else {}
    exact = {k: v for k, v in query.items() if not k.startswith("_") and k != "q"}
    exact.pop("patron_id" if rows and "patron_id" not in rows[0] else "", None)
    return [
        row
        for row in rows
        if all(row.get(k) in v for k, v in chosen.items())
        and all(str(row.get(k)).lower() == str(v).lower() for k, v in exact.items())
    ]


def _embedded(library: Library, rows: list[Row], embed: str) -> list[Row]:
    if embed != "biblio":
        return rows
    return [{**row, "biblio": library.biblios[row["biblio_id"]]} for row in rows]


def _one(rows: dict[int, Row], id: int, what: str) -> Row:
    if id not in rows:
        raise Refusal(404, {"error": f"{what} not found", "error_code": "not_found"})
    return rows[id]


def _items(library: Library, ids: list[int], query: Row, body: Row) -> list[Row]:
    _one(library.biblios, ids[0], "Bibliographic record")
    return [item for item in library.items.values() if item["biblio_id"] == ids[0]]


def _pickups(library: Library, ids: list[int], query: Row, body: Row) -> list[Row]:
    _one(library.biblios, ids[0], "Biblio")
    return list(LIBRARIES)


def _cancelled(library: Library, ids: list[int], query: Row, body: Row) -> None:
    _one(library.holds, ids[0], "Hold")
    del library.holds[ids[0]]


Work = Callable[[Library, list[int], Row, Row], Any]
WORKS: dict[str, Work] = {
    "POST /auth/password/validation": lambda library, ids, query, body: library.validated(body),
    "GET /patrons": lambda library, ids, query, body: library.patrons,
    "GET /patrons/{}": lambda library, ids, query, body: _one(
        {p["patron_id"]: p for p in library.patrons}, ids[0], "Patron"
    ),
    "GET /patrons/{}/account": lambda library, ids, query, body: library.owed(ids[0]),
    "GET /checkouts": lambda library, ids, query, body: list(library.checkouts.values()),
    "GET /checkouts/{}": lambda library, ids, query, body: _one(
        {**library.old_checkouts, **library.checkouts}, ids[0], "Checkout"
    ),
    "POST /checkouts/{}/renewals": lambda library, ids, query, body: library.renewed(ids[0]),
    "GET /holds": lambda library, ids, query, body: list(library.holds.values()),
    "POST /holds": lambda library, ids, query, body: library.held(body),
    "DELETE /holds/{}": _cancelled,
    "GET /libraries": lambda library, ids, query, body: list(LIBRARIES),
    "GET /items": lambda library, ids, query, body: list(library.items.values()),
    "GET /biblios": lambda library, ids, query, body: list(library.biblios.values()),
    "GET /biblios/{}/items": _items,
    "GET /biblios/{}/pickup_locations": _pickups,
}


def _packed(said: Any) -> bytes:
    return b"" if said is None else json.dumps(said).encode()


def _handler(mock: MockKoha) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            mock._open.append(self)

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = mock.next_fault(self.path)
            if fault is Fault.REQUEST_LOST:
                self.close_connection = True
                return
            status, said, headers = mock.answer(self.command, self.path, self.headers, body, fault)
            if fault is Fault.ANSWER_LOST or mock.loses(self.command, self.path):
                self.close_connection = True
                return
            packed = said if isinstance(said, bytes) else _packed(said)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)

        do_GET = do_POST = do_DELETE = do_PUT = _serve

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler
