"""Links that open one thing for one person, once, for a short while.

A page is shown by `look`, any number of times: WeChat and browsers fetch links ahead of people.
What the page is for is done after `use`, which works once. Check everything else first, so that a
wrong password typed into the page does not use up the link.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import NotFound
from chalicelib.links.model import Link, read, written
from chalicelib.sealing import IV_BYTES

LIVES = timedelta(minutes=10)


class Spent(Protocol):
    def spend(self, id: str, expires: datetime) -> bool:
        """False where it is spent already; of many at once, one alone is told True."""

    def is_spent(self, id: str) -> bool: ...


class Links:
    def __init__(self, key: bytes, spent: Spent, make_bytes: Callable[[int], bytes]) -> None:
        self._key = key
        self._spent = spent
        self._make_bytes = make_bytes

    def issue(self, purpose: str, subject: str, now: datetime, lives: timedelta = LIVES) -> str:
        """The word that goes into the address; nothing is stored."""
        return written(self._key, purpose, subject, now + lives, self._make_bytes(IV_BYTES))

    def look(self, purpose: str, word: str, now: datetime) -> str:
        """Whom the link is for; it can be used afterwards.

        Raises NotAllowed for a forged link, NotFound for one that has run out or was used.
        """
        link = self._fresh(purpose, word, now)
        if self._spent.is_spent(link.id):
            raise NotFound("the link was used")
        return link.subject

    def use(self, purpose: str, word: str, now: datetime) -> str:
        """Whom the link was for, once. Raises as `look` does."""
        link = self._fresh(purpose, word, now)
        if not self._spent.spend(link.id, link.expires):
            raise NotFound("the link was used")
        return link.subject

    def _fresh(self, purpose: str, word: str, now: datetime) -> Link:
        link = read(self._key, purpose, word)
        if link.has_run_out(now):
            raise NotFound("the link has run out")
        return link
