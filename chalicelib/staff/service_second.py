"""Setting up the second step, asking for it at sign-in, and taking it away again."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.errors import BadRequest, Conflict, NotFound
from chalicelib.sealing import IV_BYTES, seal, unseal
from chalicelib.staff.model import User
from chalicelib.staff.ports import Enrolment, Users
from chalicelib.staff.second_factor import (
    KEY_BYTES,
    SecondFactor,
    address_of,
    after_code,
    backup_codes,
    hashed,
    typed_key,
)
from chalicelib.texts import staff as texts


class SecondStep:
    """`key` seals the keys of everybody; each is bound to its user's name."""

    def __init__(
        self,
        users: Users,
        key: Callable[[], bytes],
        make_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._users = users
        self._key = key
        self._make_bytes = make_bytes

    def begin(self, name: str) -> None:
        """A new key, which counts once a first code has come back. Raises BadRequest."""
        user = self._get(name)
        if user.second is not None and user.second.confirmed:
            raise BadRequest(texts.SECOND_IS_ON)
        plain, iv = self._make_bytes(KEY_BYTES), self._make_bytes(IV_BYTES)
        sealed = seal(self._key(), plain, _about(name), iv)
        self._users.save(replace(user, second=SecondFactor(base64.b64encode(sealed).decode())))

    def enrolment(self, user: User) -> Enrolment | None:
        """What the authenticator is to be told, until the first code has come back."""
        if user.second is None or user.second.confirmed:
            return None
        key = self._opened(user.name, user.second)
        return Enrolment(address_of(key, user.name, texts.SERVICE), typed_key(key))

    def confirm(self, name: str, code: str, now: datetime) -> tuple[str, ...]:
        """From now on it is asked for. Returns the backup codes, which are shown once."""
        user = self._get(name)
        if user.second is None or user.second.confirmed:
            raise BadRequest(texts.SECOND_NOT_BEGUN)
        kept = after_code(user.second, self._opened(name, user.second), code, now)
        if kept is None:
            raise BadRequest(texts.CODE_WRONG)
        codes = backup_codes(self._make_bytes)
        backups = frozenset(map(hashed, codes))
        self._users.save(replace(user, second=replace(kept, confirmed=True, backups=backups)))
        return codes

    def passes(self, user: User, code: str, now: datetime) -> bool:
        """At sign-in; a code that is taken is taken for good, also among many at once."""
        if user.second is None or not user.second.confirmed:
            return True
        kept = after_code(user.second, self._opened(user.name, user.second), code, now)
        if kept is None:
            return False
        try:
            self._users.save(replace(user, second=kept))
        except Conflict:
            return False
        return True

    def take_away(self, name: str) -> None:
        """Who asks has shown or answers for who it is."""
        self._users.save(replace(self._get(name), second=None))

    def _get(self, name: str) -> User:
        user = self._users.get(name)
        if user is None:
            raise NotFound(texts.NO_SUCH_USER)
        return user

    def _opened(self, name: str, second: SecondFactor) -> bytes:
        return unseal(self._key(), base64.b64decode(second.sealed), _about(name))


def _about(name: str) -> str:
    return f"second factor of {name}"
