"""Signing in and out: sessions that are rows, and waits that grow with wrong passwords."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.errors import BadRequest, NotFound, TryLater
from chalicelib.limits.attempts import Attempts
from chalicelib.limits.model import network_of
from chalicelib.staff import passwords
from chalicelib.staff.lockout import PER_ADDRESS, PER_USER
from chalicelib.staff.model import LONGEST, SEEN_EVERY, Session, User, is_live, is_name
from chalicelib.staff.ports import Opened, Sessions, SignInAttempts, Users
from chalicelib.texts import staff as texts

Matches = Callable[[str, str], bool]
Passes = Callable[[User, str, datetime], bool]
"""Whether the second step is done, of users who have one."""


class FrontDoor:
    """Says the same and does the same work for an unknown name as for a wrong password."""

    def __init__(
        self,
        users: Users,
        sessions: Sessions,
        attempts: SignInAttempts,
        matches: Matches = passwords.matches,
        passes: Passes | None = None,
    ) -> None:
        self._users = users
        self._sessions = sessions
        self._attempts = attempts
        self._matches = matches
        self._passes = passes

    def sign_in(
        self, name: str, password: str, address: str, device: str, now: datetime, code: str = ""
    ) -> Opened:
        """A wrong code is told from a wrong password by nobody, and counts like one."""
        by_name, by_address = (
            _attempt_key("name", name),
            _attempt_key("address", network_of(address)),
        )
        self._count_before_trying(by_name, by_address, now)
        user = self._users.get(name) if is_name(name) else None
        fits = self._matches(password, user.password if user else passwords.NOBODY)
        if user is None or not fits or not user.active or not self._second(user, code, now):
            self._count_address(by_address, now)
            raise BadRequest(texts.SIGN_IN_FAILED)
        self._attempts.clear(by_name)
        return self._open(user, address, device, now)

    def _second(self, user: User, code: str, now: datetime) -> bool:
        return self._passes is None or self._passes(user, code, now)

    def sure(self, user: User, password: str, now: datetime) -> bool:
        """Whether somebody who is signed in knows the password; wrong ones count as at the door,
        so that a session left open does not give it away."""
        by_name = _attempt_key("name", user.name)
        before = self._attempts.get(by_name)
        self._book(by_name, before, now)
        if not self._matches(password, user.password):
            return False
        self._attempts.clear(by_name)
        return True

    def go_on(self, user: User, address: str, device: str, now: datetime) -> Opened:
        return self._open(user, address, device, now)

    def _count_before_trying(self, by_name: str, by_address: str, now: datetime) -> None:
        """An attempt is booked as failed before the password is looked at, so that many at once
        cannot share one count; the right password clears it."""
        before = self._attempts.get(by_name)
        if self._attempts.get(by_address).must_wait(now):
            raise TryLater(texts.SIGN_IN_WAIT)
        self._book(by_name, before, now)

    def _book(self, by_name: str, before: Attempts, now: datetime) -> None:
        after = PER_USER.after_failure(before, now)
        if before.must_wait(now) or not self._attempts.replace(by_name, before, after, now):
            raise TryLater(texts.SIGN_IN_WAIT)

    def _count_address(self, by_address: str, now: datetime) -> None:
        before = self._attempts.get(by_address)
        self._attempts.replace(by_address, before, PER_ADDRESS.after_failure(before, now), now)

    def _open(self, user: User, address: str, device: str, now: datetime) -> Opened:
        secret = secrets.token_urlsafe(32)
        session = Session(
            key=session_key(secret),
            user=user.name,
            began=now,
            seen=now,
            ends=now + LONGEST,
            address=address,
            device=device[:200],
        )
        self._sessions.add(session)
        return Opened(secret, session, user)

    def who(self, secret: str, now: datetime) -> tuple[User, Session] | None:
        session = self._sessions.get(session_key(secret))
        user = self._users.get(session.user) if session else None
        if session is None or user is None or not is_live(session, user, now):
            return None
        return user, self._touched(session, now)

    def _touched(self, session: Session, now: datetime) -> Session:
        if now - session.seen < SEEN_EVERY:
            return session
        self._sessions.touch(session.key, now)
        return replace(session, seen=now)

    def sign_out(self, secret: str) -> None:
        self._sessions.delete(session_key(secret))

    def sessions_of(self, user: User, now: datetime) -> tuple[Session, ...]:
        return tuple(s for s in self._sessions.of_user(user.name) if is_live(s, user, now))

    def end_session(self, user: User, key: str) -> None:
        session = self._sessions.get(key)
        if session is None or session.user != user.name:
            raise NotFound(texts.NO_SUCH_SESSION)
        self._sessions.delete(key)


def session_key(secret: str) -> str:
    """What the table knows a session by: who reads the table cannot make a cookie from it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _attempt_key(kind: str, text: str) -> str:
    """Hashed: what was typed as a name may be a password typed into the wrong box."""
    digest = hashlib.sha256(text.strip().lower().encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}#{digest[:40]}"
