"""What the staff side needs from the rest; `wiring` fills a `StaffServices`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.catalogue.model import Format, ImportJob, Problem
from chalicelib.clock import Clock
from chalicelib.conversation.model import LedgerEntry
from chalicelib.feedback.model import Case, CasePage, CaseState, Entry
from chalicelib.files.ports import Files
from chalicelib.library.documents import Document
from chalicelib.library.menu import Menu
from chalicelib.library.snapshot import Snapshot
from chalicelib.limits.attempts import Attempts
from chalicelib.privacy.model import Held
from chalicelib.staff.model import AuditEntry, Page, Role, Session, User
from chalicelib.staff.ports_knowledge import KnowledgeDesk
from chalicelib.staff.ports_lending import Lending
from chalicelib.staff.ports_reminders import Reminding
from chalicelib.staff.ports_waiting import WaitingLine


class Users(Protocol):
    def get(self, name: str) -> User | None: ...

    def add(self, user: User) -> None:
        """Raises Conflict when the name is taken."""

    def save(self, user: User) -> None:
        """Raises Conflict unless the stored `version` is `user.version`; stores the next one."""

    def page(self, cursor: str | None, limit: int) -> Page[User]: ...


class Sessions(Protocol):
    def get(self, key: str) -> Session | None: ...

    def add(self, session: Session) -> None: ...

    def touch(self, key: str, seen: datetime) -> None:
        """Notes the last use; a session deleted meanwhile stays deleted."""

    def delete(self, key: str) -> None: ...

    def of_user(self, user: str) -> tuple[Session, ...]:
        """Newest first; may lag a moment behind `add`."""


class SignInAttempts(Protocol):
    def get(self, key: str) -> Attempts: ...

    def replace(self, key: str, before: Attempts, after: Attempts, now: datetime) -> bool:
        """False, and nothing written, when somebody else counted in between."""

    def clear(self, key: str) -> None: ...


class Strangers(Protocol):
    """How fast people who are not signed in may ask (`limits/service`)."""

    def wait(self, address: str, route: str, now: datetime) -> timedelta:
        """Zero where the request may go on, and is counted."""


class AuditTrail(Protocol):
    def add(self, entry: AuditEntry) -> None:
        """Never overwrites an entry."""

    def finish(self, entry: AuditEntry) -> None:
        """Fills in outcome, subject and who of an entry that was BEGUN; once only."""

    def of_day(self, day: str, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Newest first."""

    def of_user(self, who: str, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Newest first."""


@dataclass(frozen=True)
class Opened:
    """A new session; `secret` goes into the cookie and nowhere else."""

    secret: str
    session: Session
    user: User


class Door(Protocol):
    """Who may come in."""

    def sign_in(
        self, name: str, password: str, address: str, device: str, now: datetime, code: str = ""
    ) -> Opened:
        """`code`: of the second step, where the user has one."""

    def sure(self, user: User, password: str, now: datetime) -> bool:
        """Asked again of somebody who is signed in. Raises TryLater after too many tries."""

    def go_on(self, user: User, address: str, device: str, now: datetime) -> Opened:
        """A new session for somebody who is signed in and whose sessions have just ended."""

    def who(self, secret: str, now: datetime) -> tuple[User, Session] | None: ...

    def sign_out(self, secret: str) -> None: ...

    def sessions_of(self, user: User, now: datetime) -> tuple[Session, ...]: ...

    def end_session(self, user: User, key: str) -> None:
        """Raises NotFound when the session is not the user's."""


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator is to be told: by the square code of `address`, or `typed`."""

    address: str
    typed: str


class Second(Protocol):
    """The second step at sign-in (`staff/service_second`)."""

    def begin(self, name: str) -> None: ...

    def enrolment(self, user: User) -> Enrolment | None: ...

    def confirm(self, name: str, code: str, now: datetime) -> tuple[str, ...]: ...

    def take_away(self, name: str) -> None: ...


class People(Protocol):
    """The staff list. Methods that make a password return it: it is shown once."""

    def page(self, cursor: str | None, limit: int) -> Page[User]: ...

    def get(self, name: str) -> User: ...

    def create(self, name: str, display: str, roles: frozenset[Role], now: datetime) -> str: ...

    def change(self, name: str, display: str, roles: frozenset[Role], version: int) -> None: ...

    def disable(self, name: str, now: datetime) -> None: ...

    def enable(self, name: str, now: datetime) -> None: ...

    def reset_password(self, name: str, now: datetime) -> str: ...

    def change_password(self, name: str, old: str, new: str, now: datetime) -> None: ...

    def revoke_sessions(self, name: str, now: datetime) -> None: ...


class Cases(Protocol):
    """The inbox's rules (`feedback/service`)."""

    def get(self, number: str) -> Case:
        """Raises NotFound."""

    def in_state(self, state: CaseState, after: str, limit: int) -> CasePage: ...

    def answer(self, number: str, entry: Entry, now: datetime) -> Case: ...

    def add(self, number: str, entry: Entry) -> Case: ...

    def move(self, number: str, to: CaseState, by: str) -> Case:
        """Raises Conflict where the state does not allow it."""


class SettingsDesk(Protocol):
    """The library's documents and the rules for changing them (`library/service`)."""

    def read(self, name: str) -> Document:
        """Raises NotFound for a document there is not."""

    def check(self, name: str, body: str) -> Snapshot:
        """Raises Unreadable with all that is wrong."""

    def save(self, name: str, body: str, version: int, by: str, now: datetime) -> Document:
        """Raises Unreadable, or Conflict where `version` is not the stored one."""

    def history(self, name: str) -> tuple[Document, ...]: ...

    def warnings(self, now: datetime) -> list[str]: ...

    def fact_names(self) -> list[tuple[str, str]]: ...


class MenuPublisher(Protocol):
    def publish(self, menu: Menu) -> None:
        """Raises TryLater, NotAllowed (the account may not) or GiveUp (WeChat refused it)."""


class Imports(Protocol):
    """Catalogue imports (`catalogue/imports`); one is at work at a time."""

    def start(
        self,
        file_key: str,
        file_name: str,
        by: str,
        now: datetime,
        kind: Format | None,
        map_yaml: str,
    ) -> ImportJob:
        """Raises BadRequest when the file is unfit, or another import is at work."""

    def job(self, job_id: str) -> ImportJob:
        """Raises NotFound."""

    def newest(self, most: int, before: str) -> Sequence[ImportJob]: ...

    def problems(self, job_id: str, most: int, after: int) -> Sequence[Problem]: ...


class ReaderRights(Protocol):
    """What readers may ask of the library about themselves (`privacy`)."""

    def held(self, reader: str) -> Held: ...

    def forget(self, reader: str, now: datetime) -> None: ...


class LedgerDay(Protocol):
    """One day's messages counted (`conversation/report`)."""

    @property
    def day(self) -> str: ...
    @property
    def messages(self) -> int: ...
    @property
    def ends(self) -> Mapping[str, int]: ...
    @property
    def kinds(self) -> Mapping[str, int]: ...
    @property
    def endless(self) -> tuple[LedgerEntry, ...]: ...
    @property
    def open_rows(self) -> int: ...
    @property
    def readers(self) -> int: ...
    @property
    def clean(self) -> bool: ...


LedgerOf = Callable[[str, datetime], LedgerDay]


class Render(Protocol):
    """Fills a page of `templates/`; everything handed in is escaped."""

    def __call__(self, template: str, facts: Mapping[str, object]) -> str: ...


@dataclass(frozen=True)
class StaffServices:
    """`secure_cookies` is False only where the console is served over plain http on one machine;
    `insist_on_own_password` makes everybody replace a password that was made for them."""

    clock: Clock
    timezone: str
    secure_cookies: bool
    insist_on_own_password: bool
    door: Door
    strangers: Strangers
    people: People
    second: Second
    square: Callable[[str], bytes]
    audit: AuditTrail
    render: Render
    cases: Cases
    rights: ReaderRights
    files: Files
    settings: SettingsDesk
    menu: MenuPublisher
    ledger: LedgerOf
    imports: Imports
    knowledge: KnowledgeDesk
    waiting: WaitingLine | None = None
    """Who waits for the library system; None where nobody borrows by way of this service."""
    lending: Lending | None = None
    """The desk of the embedded library system; None where the library has another."""
    reminding: Reminding | None = None
    """None where readers have no loans here."""
    region: str = ""
    """Where the service runs; its prices are shown."""
