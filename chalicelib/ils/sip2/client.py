"""Lines to one library system, logged in, kept between calls; no thread is ever left running."""

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.errors import GiveUp, TryLater, WeiguanError
from chalicelib.ils.deadline import Deadline
from chalicelib.ils.sip2.answers import Abilities, abilities
from chalicelib.ils.sip2.line import Address, AnswerLost, Line
from chalicelib.ils.sip2.messages import Garbled, Message
from chalicelib.ils.sip2.requests import Requests
from chalicelib.logs import fields, logger

log = logger("sip2")
IDLE = timedelta(seconds=60)
"""A line unused for longer is opened anew: firewalls forget it, and nobody says so."""
REPEATABLE = frozenset({"17", "23", "35", "63", "93", "99"})
"""Requests that change nothing, so that a lost answer may be asked for by asking again."""


@dataclass(frozen=True)
class _Open:
    line: Line
    used: datetime


class Client:
    """`most` is how many lines the library allows at once."""

    def __init__(self, address: Address, requests: Requests, most: int = 4) -> None:
        self._address = address
        self._requests = requests
        self._free = threading.BoundedSemaphore(most)
        self._idle: list[_Open] = []
        self.last_abilities: Abilities | None = None

    def abilities(self, now: datetime, deadline: Deadline) -> Abilities:
        """What the system said when the last line was opened; asked if none ever was."""
        if self.last_abilities is None:
            with self._slot(deadline):
                self._put_back(self._opened(now, deadline), now)
        return self.last_abilities or Abilities()

    def ask(self, request: Message, now: datetime, deadline: Deadline) -> Message:
        """Raises TryLater where nothing was done, AnswerLost where it may have been, GiveUp where
        the system refuses our login."""
        with self._slot(deadline):
            return self._asked(request, now, deadline)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().line.close()

    def _asked(self, request: Message, now: datetime, deadline: Deadline) -> Message:
        line = self._taken(now) or self._opened(now, deadline)
        try:
            return self._exchanged(line, request, now, deadline)
        except AnswerLost:
            if request.code not in REPEATABLE:
                raise
        return self._exchanged(self._opened(now, deadline), request, now, deadline)

    def _exchanged(
        self, line: Line, request: Message, now: datetime, deadline: Deadline
    ) -> Message:
        began = deadline.steady()
        try:
            answer = line.ask(request, deadline)
        except WeiguanError as problem:
            line.close()
            _tell(request, began, deadline, type(problem).__name__)
            raise _sorted(problem, request) from None
        self._put_back(line, now)
        _tell(request, began, deadline, answer.code)
        return answer

    def _taken(self, now: datetime) -> Line | None:
        """The line used last, if it is still good."""
        while self._idle:
            with suppress(IndexError):
                held = self._idle.pop()
                if now - held.used < IDLE and held.line.is_fresh():
                    return held.line
                held.line.close()
        return None

    def _put_back(self, line: Line, now: datetime) -> None:
        self._idle.append(_Open(line, now))

    def _opened(self, now: datetime, deadline: Deadline) -> Line:
        line = Line(self._address, self._requests.dialect, deadline)
        try:
            self._greet(line, deadline)
        except (WeiguanError, OSError):
            line.close()
            raise
        return line

    def _greet(self, line: Line, deadline: Deadline) -> None:
        """Nothing is asked of a reader here, so a lost answer means that nothing was done."""
        dialect = self._requests.dialect
        try:
            if dialect.logs_in:
                _check_login(line.ask(self._requests.login(), deadline))
            told = self._told(line, deadline)
        except AnswerLost as problem:
            raise TryLater(str(problem)) from None
        self.last_abilities = told
        if not told.online:
            raise TryLater("SIP2: the system says it is off line")

    def _told(self, line: Line, deadline: Deadline) -> Abilities:
        if "99" in self._requests.dialect.unsupported:
            return Abilities()
        return abilities(line.ask(self._requests.status(), deadline))

    def _slot(self, deadline: Deadline) -> "_Slot":
        return _Slot(self._free, deadline)


class _Slot:
    """One of the lines the library allows."""

    def __init__(self, free: threading.BoundedSemaphore, deadline: Deadline) -> None:
        self._free = free
        self._deadline = deadline

    def __enter__(self) -> None:
        if not self._free.acquire(timeout=self._deadline.up_to(60.0)):
            raise TryLater("SIP2: all lines are in use")

    def __exit__(self, *_: object) -> None:
        self._free.release()


def _sorted(problem: WeiguanError, request: Message) -> WeiguanError:
    """An unreadable answer is a lost one: the effect may have happened."""
    if isinstance(problem, Garbled) and request.code not in REPEATABLE:
        return AnswerLost(str(problem))
    return problem


def _check_login(answer: Message) -> None:
    if answer.fixed["ok"] != "1":
        raise GiveUp("SIP2: the system refuses the library's own login")


def _tell(request: Message, began: float, deadline: Deadline, outcome: str) -> None:
    spent_ms = int((deadline.steady() - began) * 1000)
    log.info("library system asked", extra=fields(code=request.code, ms=spent_ms, said=outcome))
