"""In-memory stand-ins for the staff stores; the contract suite holds them to the real ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.catalogue.model import Encoding, Format, ImportJob, Problem
from chalicelib.errors import Conflict, NotFound
from chalicelib.feedback.model import Case, CasePage, CaseState, Entry
from chalicelib.files.ports import StoredFile
from chalicelib.library.menu import Menu
from chalicelib.limits.attempts import Attempts
from chalicelib.privacy.model import Held
from chalicelib.staff.model import AuditEntry, Outcome, Page, Session, User

T = TypeVar("T")


@dataclass
class FakeUsers:
    rows: dict[str, User] = field(default_factory=dict)

    def get(self, name: str) -> User | None:
        return self.rows.get(name)

    def add(self, user: User) -> None:
        if user.name in self.rows:
            raise Conflict("这个登录名已经有人用了，请换一个。")
        self.rows[user.name] = user

    def save(self, user: User) -> None:
        kept = self.rows.get(user.name)
        if kept is None or kept.version != user.version:
            raise Conflict("别人刚刚改过这条内容。")
        self.rows[user.name] = replace(user, version=user.version + 1)

    def page(self, cursor: str | None, limit: int) -> Page[User]:
        return paged([self.rows[name] for name in sorted(self.rows)], cursor, limit)


@dataclass
class FakeSessions:
    rows: dict[str, Session] = field(default_factory=dict)

    def get(self, key: str) -> Session | None:
        return self.rows.get(key)

    def add(self, session: Session) -> None:
        self.rows[session.key] = session

    def touch(self, key: str, seen: datetime) -> None:
        if key in self.rows:
            self.rows[key] = replace(self.rows[key], seen=seen)

    def delete(self, key: str) -> None:
        self.rows.pop(key, None)

    def of_user(self, user: str) -> tuple[Session, ...]:
        mine = [session for session in self.rows.values() if session.user == user]
        return tuple(sorted(mine, key=lambda session: session.began, reverse=True))


@dataclass
class FakeAttempts:
    rows: dict[str, Attempts] = field(default_factory=dict)

    def get(self, key: str) -> Attempts:
        return self.rows.get(key, Attempts())

    def replace(self, key: str, before: Attempts, after: Attempts, now: datetime) -> bool:
        if self.get(key).failures != before.failures:
            return False
        self.rows[key] = after
        return True

    def clear(self, key: str) -> None:
        self.rows.pop(key, None)


@dataclass
class FakeStrangers:
    """Lets everybody ask, unless told how long to wait; remembers who asked for what."""

    turned_away: timedelta = timedelta()
    asked: list[tuple[str, str]] = field(default_factory=list)

    def wait(self, address: str, route: str, now: datetime) -> timedelta:
        self.asked.append((address, route))
        return self.turned_away


@dataclass
class FakeAudit:
    rows: list[AuditEntry] = field(default_factory=list)

    def add(self, entry: AuditEntry) -> None:
        if any((row.day, row.key) == (entry.day, entry.key) for row in self.rows):
            raise Conflict("stands already")
        self.rows.append(entry)

    def finish(self, entry: AuditEntry) -> None:
        place = next(i for i, row in enumerate(self.rows) if row.key == entry.key)
        if self.rows[place].outcome is not Outcome.BEGUN:
            raise Conflict("is finished")
        self.rows[place] = entry

    def of_day(self, day: str, cursor: str | None, limit: int) -> Page[AuditEntry]:
        rows = [row for row in self.rows if row.day == day]
        return paged(sorted(rows, key=lambda row: row.key, reverse=True), cursor, limit)

    def of_user(self, who: str, cursor: str | None, limit: int) -> Page[AuditEntry]:
        rows = [row for row in self.rows if row.who == who]
        return paged(sorted(rows, key=lambda row: row.key, reverse=True), cursor, limit)

    def told(self) -> list[tuple[str, str, str, str]]:
        """Who, deed, subject, outcome, in the order they were written."""
        return [(row.who, row.deed, row.subject, row.outcome.value) for row in self.rows]


@dataclass
class FakeCases:
    rows: dict[str, Case] = field(default_factory=dict)

    def get(self, number: str) -> Case:
        if number not in self.rows:
            raise NotFound("no such case")
        return self.rows[number]

    def in_state(self, state: CaseState, after: str, limit: int) -> CasePage:
        found = [case for case in self.rows.values() if case.state is state]
        page = paged(sorted(found, key=lambda case: case.due), after or None, limit)
        return CasePage(page.items, page.next or "")

    def answer(self, number: str, entry: Entry, now: datetime) -> Case:
        if self.get(number).state is CaseState.CLOSED:
            raise Conflict("a closed case cannot be answered")
        return self._with(number, entry, CaseState.ANSWERED)

    def add(self, number: str, entry: Entry) -> Case:
        return self._with(number, entry, self.get(number).state)

    def _with(self, number: str, entry: Entry, state: CaseState) -> Case:
        case = self.get(number)
        held = any(one.id == entry.id for one in case.entries)
        entries = case.entries if held else (*case.entries, entry)
        self.rows[number] = replace(case, entries=entries, state=state)
        return self.rows[number]

    def move(self, number: str, to: CaseState, by: str) -> Case:
        case = self.get(number)
        case.check_move(to)
        assigned = by if to is CaseState.IN_HAND else case.assigned
        self.rows[number] = replace(case, state=to, assigned=assigned)
        return self.rows[number]


@dataclass
class FakeFiles:
    rows: dict[str, StoredFile] = field(default_factory=dict)

    def put(
        self, key: str, body: bytes, content_type: str, deadline: datetime | None = None
    ) -> None:
        self.rows[key] = StoredFile(body, content_type)

    def get(self, key: str) -> StoredFile:
        if key not in self.rows:
            raise NotFound("no such file")
        return self.rows[key]

    def read_range(self, key: str, start: int, length: int) -> bytes:
        return self.get(key).body[start : start + length]

    def content_type(self, key: str) -> str:
        return self.get(key).content_type

    def size(self, key: str) -> int:
        return len(self.get(key).body)

    def delete(self, key: str) -> None:
        self.rows.pop(key, None)

    def keys(self, prefix: str) -> Iterator[str]:
        return iter(sorted(key for key in self.rows if key.startswith(prefix)))


@dataclass
class FakeMenu:
    published: list[Menu] = field(default_factory=list)
    refusal: Exception | None = None

    def publish(self, menu: Menu) -> None:
        if self.refusal:
            raise self.refusal
        self.published.append(menu)


@dataclass
class FakeImports:
    rows: dict[str, ImportJob] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    refusal: Exception | None = None

    def start(
        self,
        file_key: str,
        file_name: str,
        by: str,
        now: datetime,
        kind: Format | None,
        map_yaml: str,
    ) -> ImportJob:
        if self.refusal:
            raise self.refusal
        form = kind or Format.ISO2709
        job = ImportJob(
            f"i{len(self.rows):03}", file_key, file_name, 9, form, Encoding.UTF8, now, by
        )
        self.rows[job.id] = job
        return job

    def job(self, job_id: str) -> ImportJob:
        if job_id not in self.rows:
            raise NotFound("no such import")
        return self.rows[job_id]

    def newest(self, most: int, before: str) -> Sequence[ImportJob]:
        held = [self.rows[key] for key in sorted(self.rows, reverse=True)]
        return [job for job in held if not before or job.id < before][:most]

    def problems(self, job_id: str, most: int, after: int) -> Sequence[Problem]:
        return [problem for problem in self.refused if problem.position > after][:most]


def paged(rows: list[T], cursor: str | None, limit: int) -> Page[T]:
    start = int(cursor or 0)
    more = len(rows) > start + limit
    return Page(tuple(rows[start : start + limit]), str(start + limit) if more else None)


@dataclass
class FakeRights:
    """A house that holds nothing about anybody; remembers who was to be forgotten."""

    forgotten: list[str] = field(default_factory=list)

    def held(self, reader: str) -> Held:
        return Held(reader, None, (), ())

    def forget(self, reader: str, now: datetime) -> None:
        self.forgotten.append(reader)
