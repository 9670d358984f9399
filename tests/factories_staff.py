"""Staff, and a console to try them in."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from chalice import Chalice
from chalice.test import Client, HTTPResponse

from chalicelib.conversation.report import LedgerReport
from chalicelib.library.service import CurrentSettings, LibrarySettings
from chalicelib.library.written import load_yaml
from chalicelib.staff import console, entrance, passwords, qr
from chalicelib.staff.model import Role, User
from chalicelib.staff.ports import StaffServices
from chalicelib.staff.rendering import renderer
from chalicelib.staff.service import FrontDoor
from chalicelib.staff.service_people import StaffList
from chalicelib.staff.service_second import SecondStep
from tests.circulation.fakes_line import WaitingAtHand
from tests.fakes_reminders import RemindersAtHand
from tests.fakes_staff import (
    FakeAttempts,
    FakeAudit,
    FakeCases,
    FakeFiles,
    FakeImports,
    FakeMenu,
    FakeRights,
    FakeSessions,
    FakeStrangers,
    FakeUsers,
)
from tests.ils.desk import Library
from tests.knowledge.staff_mind import Mind, a_mind
from tests.library.fakes import FakeCalendar, FakeDocuments

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
GOOD_PASSWORD = "三月的雨落在江面上真好听"
QUICK = passwords.Cost(log_n=4)


def a_user(name: str = "lin", *roles: Role, **changed: Any) -> User:
    facts: dict[str, Any] = {
        "name": name,
        "display": "林馆员",
        "roles": frozenset(roles or (Role.DESK,)),
        "password": passwords.encode(GOOD_PASSWORD, QUICK),
        "made_at": NOON,
        "valid_from": NOON,
    }
    return User(**{**facts, **changed})


@dataclass
class Hands:
    """A clock that is moved by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Desk:
    """The console with everything behind it in memory."""

    users: FakeUsers = field(default_factory=FakeUsers)
    sessions: FakeSessions = field(default_factory=FakeSessions)
    attempts: FakeAttempts = field(default_factory=FakeAttempts)
    audit: FakeAudit = field(default_factory=FakeAudit)
    clock: Hands = field(default_factory=Hands)
    cases: FakeCases = field(default_factory=FakeCases)
    files: FakeFiles = field(default_factory=FakeFiles)
    documents: FakeDocuments = field(default_factory=FakeDocuments)
    menu: FakeMenu = field(default_factory=FakeMenu)
    imports: FakeImports = field(default_factory=FakeImports)
    mind: Mind = field(default_factory=a_mind)
    library: Library = field(default_factory=Library)
    reminders: RemindersAtHand = field(default_factory=RemindersAtHand)
    waiting: WaitingAtHand = field(default_factory=WaitingAtHand)
    ledger: LedgerReport = field(default_factory=lambda: LedgerReport("", 0, {}, {}))

    def services(self, **changed: Any) -> StaffServices:
        facts: dict[str, Any] = {
            "clock": self.clock,
            "timezone": "Asia/Shanghai",
            "secure_cookies": False,
            "insist_on_own_password": True,
            "door": FrontDoor(
                self.users, self.sessions, self.attempts, passes=self.second().passes
            ),
            "second": self.second(),
            "square": qr.svg,
            "strangers": FakeStrangers(),
            "people": StaffList(self.users, self.sessions, encode=_quick),
            "audit": self.audit,
            "render": PAGES,
            "cases": self.cases,
            "rights": FakeRights(),
            "files": self.files,
            "settings": LibrarySettings(self.documents, self._current()),
            "menu": self.menu,
            "imports": self.imports,
            "knowledge": self.mind.desk,
            "lending": self.library.lending,
            "reminding": self.reminders.desk,
            "waiting": self.waiting,
            "ledger": lambda day, now: replace(self.ledger, day=day),
        }
        return StaffServices(**{**facts, **changed})

    def second(self) -> SecondStep:
        return SecondStep(self.users, lambda: b"k" * 32)

    def _current(self) -> CurrentSettings:
        return CurrentSettings(self.documents, FakeCalendar(unknown_from=2027), load_yaml)

    def has(self, *users: User) -> "Desk":
        self.users.rows.update({user.name: user for user in users})
        return self

    def browser(self, **changed: Any) -> "Browser":
        return Browser(serve(self.services(**changed)))

    def signed_in(self, *roles: Role, **changed: Any) -> "Browser":
        self.has(a_user("lin", *roles))
        browser = self.browser(**changed)
        browser.sign_in("lin", GOOD_PASSWORD)
        return browser


PAGES = renderer("Asia/Shanghai")


def _quick(password: str) -> str:
    return passwords.encode(password, QUICK)


def serve(services: StaffServices) -> Client:
    return Client(an_app(services))


def an_app(services: StaffServices) -> Chalice:
    app = Chalice("desk")
    app.api.binary_types.extend(["multipart/form-data", "image/png", "image/jpeg"])
    app.register_blueprint(entrance.blueprint(partial(console.answer, services)))
    return app


@dataclass
class Browser:
    """Keeps cookies, fills in the hidden fields of the page it last saw."""

    client: Client
    cookies: dict[str, str] = field(default_factory=dict)
    last: HTTPResponse | None = None

    def get(self, path: str, **headers: str) -> HTTPResponse:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, Any], **headers: str) -> HTTPResponse:
        """With the CSRF token of this browser's session."""
        sent = urlencode({"csrf": self.csrf(), **fields}, doseq=True).encode()
        return self.post_raw(path, sent, **headers)

    def post_raw(self, path: str, body: bytes, **headers: str) -> HTTPResponse:
        kind = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, body, kind)

    def post_json(self, path: str, body: bytes, **headers: str) -> HTTPResponse:
        kind = {"Content-Type": "application/json", "X-Weiguan-Csrf": self.csrf(), **headers}
        return self._ask("POST", path, body, kind)

    def upload(
        self, path: str, name: str, content: bytes, fields: Mapping[str, str] | None = None
    ) -> HTTPResponse:
        parts = {"csrf": self.csrf(), **(fields or {})}
        body = b"".join(
            f'--XX\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in parts.items()
        )
        head = f'--XX\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        whole = body + head.encode() + content + b"\r\n--XX--\r\n"
        return self._ask("POST", path, whole, {"Content-Type": "multipart/form-data; boundary=XX"})

    def sign_in(self, name: str, password: str, **fields: str) -> HTTPResponse:
        self.get("/staff/sign-in")
        return self.post("/staff/sign-in", {"name": name, "password": password, **fields})

    def csrf(self) -> str:
        page = self._ask("GET", "/staff/password", b"", {})
        found = re.search(r'name="csrf" value="(\w+)"', text(page))
        at_the_door = found or re.search(r'name="csrf" value="(\w+)"', text(self._door()))
        return at_the_door[1] if at_the_door else ""

    def _door(self) -> HTTPResponse:
        return self._ask("GET", "/staff/sign-in", b"", {})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> HTTPResponse:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Host": "desk.example", **({"Cookie": cookie} if cookie else {}), **headers}
        answer = self.client.http.request(method, path, headers=sent, body=body)
        for line in set_cookies(answer):
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer


def set_cookies(answer: HTTPResponse) -> list[str]:
    found = answer.headers.get("Set-Cookie", [])
    return [found] if isinstance(found, str) else list(found)


def text(answer: HTTPResponse) -> str:
    return str(answer.body.decode("utf-8"))


def seen(answer: HTTPResponse) -> str:
    """What a person reads on the page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text(answer))).split())
