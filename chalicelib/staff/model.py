"""Who works in the console, what each role may do, and how long a session lives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Generic, TypeVar

from chalicelib.errors import BadRequest
from chalicelib.staff.second_factor import SecondFactor
from chalicelib.texts import staff as texts

T = TypeVar("T")


class Role(StrEnum):
    DESK = "desk"
    EDITOR = "editor"
    DIRECTOR = "director"
    ADMIN = "admin"


class Action(StrEnum):
    """What a role allows; every staff route names exactly one."""

    USE_CONSOLE = "use_console"
    READ_CASES = "read_cases"
    ANSWER_CASES = "answer_cases"
    LEND = "lend"
    READ_KNOWLEDGE = "read_knowledge"
    EDIT_KNOWLEDGE = "edit_knowledge"
    IMPORT_CATALOGUE = "import_catalogue"
    EDIT_SETTINGS = "edit_settings"
    READ_LEDGER = "read_ledger"
    SERVE_RIGHTS = "serve_rights"
    READ_AUDIT = "read_audit"
    MANAGE_STAFF = "manage_staff"


_EVERYBODY = frozenset({Action.USE_CONSOLE, Action.READ_KNOWLEDGE})
ALLOWED: Mapping[Role, frozenset[Action]] = {
    Role.DESK: _EVERYBODY
    | {Action.READ_CASES, Action.ANSWER_CASES, Action.READ_LEDGER, Action.LEND},
    Role.EDITOR: _EVERYBODY
    | {Action.EDIT_KNOWLEDGE, Action.IMPORT_CATALOGUE, Action.EDIT_SETTINGS},
    Role.DIRECTOR: _EVERYBODY
    | {Action.READ_CASES, Action.READ_LEDGER, Action.READ_AUDIT, Action.SERVE_RIGHTS},
    Role.ADMIN: _EVERYBODY
    | {Action.MANAGE_STAFF, Action.READ_AUDIT, Action.EDIT_SETTINGS, Action.IMPORT_CATALOGUE},
}
"""An admin keeps the service running and so reads no reader's case by that role alone."""


class UserState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True)
class User:
    """`password` is an encoded hash (`passwords`). Sessions begun before `valid_from` are void.

    `version` counts saves, so that two people editing one user do not overwrite each other.
    """

    name: str
    display: str
    roles: frozenset[Role]
    password: str
    made_at: datetime
    valid_from: datetime
    state: UserState = UserState.ACTIVE
    must_change: bool = False
    version: int = 0
    second: SecondFactor | None = None

    def may(self, action: Action) -> bool:
        return self.active and any(action in ALLOWED[role] for role in self.roles)

    @property
    def active(self) -> bool:
        return self.state is UserState.ACTIVE


@dataclass(frozen=True)
class Session:
    """`key` is the hash of what the cookie holds; the cookie's value itself is stored nowhere."""

    key: str
    user: str
    began: datetime
    seen: datetime
    ends: datetime
    address: str = ""
    device: str = ""


IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""A session's last use is written at most this often."""


def is_live(session: Session, user: User, now: datetime) -> bool:
    fresh = now < session.ends and now - session.seen < IDLE
    return fresh and user.active and session.began >= user.valid_from


class Outcome(StrEnum):
    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class AuditEntry:
    """One deed. `key` orders entries by time and is unique; `subject` never names a reader.

    A change is written as BEGUN first and then finished: a crash in between stays visible.
    """

    day: str
    key: str
    at: datetime
    who: str
    deed: str
    subject_kind: str = ""
    subject: str = ""
    outcome: Outcome = Outcome.DONE
    address: str = ""


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next` is the store's own mark of where to read on; None at the end."""

    items: tuple[T, ...]
    next: str | None = None


_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def checked_name(name: str) -> str:
    if not is_name(name):
        raise BadRequest(texts.NAME_RULE)
    return name


def checked_display(display: str) -> str:
    kept = " ".join(display.split())
    if not 1 <= len(kept) <= 40:
        raise BadRequest(texts.DISPLAY_RULE)
    return kept


def checked_roles(roles: frozenset[Role]) -> frozenset[Role]:
    if not roles:
        raise BadRequest(texts.ROLE_RULE)
    return roles


SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128


def checked_password(password: str, name: str) -> str:
    """Length and variety, no rules about digits or signs (they make passwords worse)."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadRequest(texts.PASSWORD_LENGTH.format(shortest=SHORTEST_PASSWORD))
    if len(set(password)) < 5 or name.lower() in password.lower() or _is_a_run(password):
        raise BadRequest(texts.PASSWORD_TOO_EASY)
    return password


def _is_a_run(password: str) -> bool:
    """`1234567890`, `abcdefghij`: each character the next of the one before."""
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return len(steps) <= 2 and steps <= {1, -1, -9, 9}
