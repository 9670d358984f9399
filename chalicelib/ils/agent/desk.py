"""Where the agent asks for work and hands in answers. Every request is signed; nothing is sealed
open here."""

import base64
import binascii
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.errors import BadRequest, TryLater
from chalicelib.ils.agent.codec import TAKE
from chalicelib.ils.agent.sealing import Key
from chalicelib.ils.agent.store import Task, TaskStore

LONGEST_WAIT_S = 5.0
"""A waiting function is paid for, and the front door's is ended after 10 s."""
MOST_TASKS = 10
LARGEST = 256 * 1024
_LOOK_S = 0.25
Facts = dict[str, Any]


@dataclass(frozen=True)
class AgentDesk:
    tasks: TaskStore
    key: Key
    make_id: Callable[[], str]
    pause: Callable[[float], None] = time.sleep
    steady: Callable[[], float] = time.monotonic

    def answer(self, path: str, signature: str, body: bytes, now: datetime) -> Facts:
        """Raises NotAllowed, BadRequest."""
        if len(body) > LARGEST:
            raise BadRequest("too large")
        self.key.check(signature, path, body, now)
        asked = _facts(body)
        return self._take(asked, now) if path == TAKE else self._keep(asked)

    def _take(self, asked: Facts, now: datetime) -> Facts:
        """Waits for work as long as the agent likes, a few seconds at most."""
        began = self.steady()
        wait_s = min(_seconds(asked.get("wait_s")), LONGEST_WAIT_S)
        while True:
            spent_s = self.steady() - began
            taken = self._taken(now + timedelta(seconds=spent_s))
            if taken or spent_s >= wait_s:
                return {"tasks": [_shown(task) for task in taken]}
            self.pause(_LOOK_S)

    def _taken(self, now: datetime) -> list[Task]:
        """What was taken is handed out, also where storage then becomes busy: nobody else would
        work on it."""
        taken: list[Task] = []
        for id in self.tasks.waiting(now, MOST_TASKS):
            try:
                task = self.tasks.take(id, self.make_id(), now)
            except TryLater:
                if not taken:
                    raise
                break
            taken += [task] if task is not None else []
        return taken

    def _keep(self, asked: Facts) -> Facts:
        id, ticket, sealed = (asked.get(name) for name in ("id", "ticket", "sealed"))
        if not (isinstance(id, str) and isinstance(ticket, str) and isinstance(sealed, str)):
            raise BadRequest("an answer has id, ticket and sealed")
        return {"kept": bool(id and ticket) and self.tasks.answer(id, ticket, _bytes(sealed))}


def _shown(task: Task) -> Facts:
    sealed = base64.b64encode(task.sealed).decode("ascii")
    return {"id": task.id, "ticket": task.ticket, "sealed": sealed, "left_s": task.left_s}


def _facts(body: bytes) -> Facts:
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        raise BadRequest("no JSON")
    return facts


def _seconds(given: Any) -> float:
    return float(given) if isinstance(given, int | float) and 0 <= given < 1000 else 0.0


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("not sealed") from None
