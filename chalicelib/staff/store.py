"""Staff, their sessions and failed sign-ins in DynamoDB."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pynamodb.exceptions import DoesNotExist, PutError, UpdateError

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.errors import BadRequest, Conflict
from chalicelib.staff.model import Page, Role, Session, User, UserState
from chalicelib.staff.second_factor import SecondFactor
from chalicelib.tables.expressions import unless_refused, was_refused
from chalicelib.tables.staff import StaffSessionRow, StaffUserRow
from chalicelib.texts import staff as texts


class UserStore:
    def get(self, name: str) -> User | None:
        try:
            return _user(StaffUserRow.get(name, consistent_read=True))
        except DoesNotExist:
            return None

    def add(self, user: User) -> None:
        try:
            _user_row(user).save(condition=StaffUserRow.name.does_not_exist())
        except PutError as problem:
            raise _taken(problem, texts.NAME_TAKEN) from problem

    def save(self, user: User) -> None:
        row = _user_row(user)
        row.version = user.version + 1
        try:
            row.save(condition=StaffUserRow.version == user.version)
        except PutError as problem:
            raise _taken(problem, texts.CHANGED_MEANWHILE) from problem

    def page(self, cursor: str | None, limit: int) -> Page[User]:
        rows = StaffUserRow.scan(limit=limit, last_evaluated_key=read_cursor(cursor))
        users = sorted((_user(row) for row in rows), key=lambda user: user.name)
        return Page(tuple(users), made_cursor(rows.last_evaluated_key))


class SessionStore:
    def get(self, key: str) -> Session | None:
        try:
            return _session(StaffSessionRow.get(key, consistent_read=True))
        except DoesNotExist:
            return None

    def add(self, session: Session) -> None:
        StaffSessionRow(
            session.key,
            user=session.user,
            began_ms=epoch_ms(session.began),
            seen_ms=epoch_ms(session.seen),
            ends_ms=epoch_ms(session.ends),
            address=session.address,
            device=session.device,
            gone_after=session.ends,
        ).save()

    def touch(self, key: str, seen: datetime) -> None:
        try:
            StaffSessionRow(key).update(
                actions=[StaffSessionRow.seen_ms.set(epoch_ms(seen))],
                condition=StaffSessionRow.key.exists(),
            )
        except UpdateError as problem:
            unless_refused(problem)

    def delete(self, key: str) -> None:
        StaffSessionRow(key).delete()

    def of_user(self, user: str) -> tuple[Session, ...]:
        rows = StaffSessionRow.of_user.query(user, scan_index_forward=False, limit=100)
        return tuple(_session(row) for row in rows)


def made_cursor(last_key: dict[str, Any] | None) -> str | None:
    return json.dumps(last_key, sort_keys=True) if last_key else None


def read_cursor(cursor: str | None) -> dict[str, Any] | None:
    try:
        found = json.loads(cursor) if cursor else None
    except ValueError as problem:
        raise BadRequest(texts.BAD_CURSOR) from problem
    return found if isinstance(found, dict) else None


def _taken(problem: PutError, words: str) -> Exception:
    return Conflict(words) if was_refused(problem) else problem


def _user(row: StaffUserRow) -> User:
    return User(
        name=row.name,
        display=row.display,
        roles=frozenset(Role(role) for role in row.roles),
        password=row.password,
        made_at=from_epoch_ms(int(row.made_at_ms)),
        valid_from=from_epoch_ms(int(row.valid_from_ms)),
        state=UserState(row.state),
        must_change=bool(row.must_change),
        version=int(row.version),
        second=_second(row.second),
    )


def _user_row(user: User) -> StaffUserRow:
    return StaffUserRow(
        user.name,
        display=user.display,
        roles={role.value for role in user.roles},
        password=user.password,
        state=user.state.value,
        made_at_ms=epoch_ms(user.made_at),
        valid_from_ms=epoch_ms(user.valid_from),
        must_change=int(user.must_change),
        version=user.version,
        second=_written(user.second),
    )


def _second(kept: str | None) -> SecondFactor | None:
    held = json.loads(kept) if kept else None
    return SecondFactor(**{**held, "backups": frozenset(held["backups"])}) if held else None


def _written(second: SecondFactor | None) -> str | None:
    return json.dumps({**asdict(second), "backups": sorted(second.backups)}) if second else None


def _session(row: Any) -> Session:
    return Session(
        key=row.key,
        user=row.user,
        began=from_epoch_ms(int(row.began_ms)),
        seen=from_epoch_ms(int(row.seen_ms)),
        ends=from_epoch_ms(int(row.ends_ms)),
        address=row.address,
        device=row.device,
    )
