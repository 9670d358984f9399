"""The staff list: who is on it, with which roles, and how somebody is let go at once."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.errors import BadRequest, NotFound
from chalicelib.staff import passwords
from chalicelib.staff.model import (
    Page,
    Role,
    User,
    UserState,
    checked_display,
    checked_name,
    checked_password,
    checked_roles,
    is_name,
)
from chalicelib.staff.ports import Sessions, Users
from chalicelib.texts import staff as texts

FIRST_ADMIN = "admin"
_ALL_ROLES = frozenset(Role)


class StaffList:
    """Letting somebody go deletes the sessions and also voids any begun before that moment."""

    def __init__(
        self,
        users: Users,
        sessions: Sessions,
        encode: Callable[[str], str] = passwords.encode,
        matches: Callable[[str, str], bool] = passwords.matches,
    ) -> None:
        self._users = users
        self._sessions = sessions
        self._encode = encode
        self._matches = matches

    def page(self, cursor: str | None, limit: int) -> Page[User]:
        return self._users.page(cursor, limit)

    def get(self, name: str) -> User:
        user = self._users.get(name) if is_name(name) else None
        if user is None:
            raise NotFound(texts.NO_SUCH_USER)
        return user

    def create(self, name: str, display: str, roles: frozenset[Role], now: datetime) -> str:
        password = passwords.random_password()
        user = User(
            name=checked_name(name),
            display=checked_display(display),
            roles=checked_roles(roles),
            password=self._encode(password),
            made_at=now,
            valid_from=now,
            must_change=True,
        )
        self._users.add(user)
        return password

    def change(self, name: str, display: str, roles: frozenset[Role], version: int) -> None:
        user = self.get(name)
        if Role.ADMIN not in roles:
            self._refuse_if_last_admin(user)
        self._users.save(
            replace(
                user,
                display=checked_display(display),
                roles=checked_roles(roles),
                version=version,
            )
        )

    def disable(self, name: str, now: datetime) -> None:
        user = self.get(name)
        self._refuse_if_last_admin(user)
        self._save_and_end_sessions(replace(user, state=UserState.DISABLED), now)

    def enable(self, name: str, now: datetime) -> None:
        self._save_and_end_sessions(replace(self.get(name), state=UserState.ACTIVE), now)

    def reset_password(self, name: str, now: datetime) -> str:
        password = passwords.random_password()
        changed = replace(self.get(name), password=self._encode(password), must_change=True)
        self._save_and_end_sessions(changed, now)
        return password

    def change_password(self, name: str, old: str, new: str, now: datetime) -> None:
        """Ends every session of the user; the caller opens a new one."""
        user = self.get(name)
        if not self._matches(old, user.password):
            raise BadRequest(texts.OLD_PASSWORD_WRONG)
        if secrets.compare_digest(old.encode(), new.encode()):
            raise BadRequest(texts.PASSWORD_UNCHANGED)
        encoded = self._encode(checked_password(new, name))
        self._save_and_end_sessions(replace(user, password=encoded, must_change=False), now)

    def let_back_in(self, name: str, now: datetime) -> str:
        """For the technician, where no admin is left who could: a new first password, no second
        step, every session ended."""
        changed = replace(self.get(name), state=UserState.ACTIVE, second=None)
        self._users.save(changed)
        return self.reset_password(name, now)

    def revoke_sessions(self, name: str, now: datetime) -> None:
        self._save_and_end_sessions(self.get(name), now)

    def _save_and_end_sessions(self, user: User, now: datetime) -> None:
        self._users.save(replace(user, valid_from=now))
        for session in self._sessions.of_user(user.name):
            self._sessions.delete(session.key)

    def _refuse_if_last_admin(self, user: User) -> None:
        if Role.ADMIN in user.roles and user.active and not self._other_admin(user.name):
            raise BadRequest(texts.LAST_ADMIN)

    def _other_admin(self, name: str, cursor: str | None = None) -> bool:
        page = self._users.page(cursor, 100)
        found = any(Role.ADMIN in u.roles and u.active and u.name != name for u in page.items)
        return found or (page.next is not None and self._other_admin(name, page.next))


def ensure_first_admin(users: Users, now: datetime) -> str | None:
    """The first person gets every role and a random password, returned once; None if there is
    somebody already."""
    if users.page(None, 1).items:
        return None
    password = passwords.random_password()
    first = User(
        name=FIRST_ADMIN,
        display=texts.FIRST_ADMIN_NAME,
        roles=_ALL_ROLES,
        password=passwords.encode(password),
        made_at=now,
        valid_from=now,
        must_change=True,
    )
    users.add(first)
    return password
