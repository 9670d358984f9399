"""What the agent does, round after round: fetch questions, ask the library system, hand in."""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.clock import Clock, utc_now
from chalicelib.errors import BadRequest, GiveUp, TryLater, WeiguanError
from chalicelib.ils.agent import codec, sealing
from chalicelib.ils.agent.codec import ANSWER, TAKE
from chalicelib.ils.agent.sealing import Key
from chalicelib.ils.ports import Circulation
from chalicelib.logs import fields, logger

log = logger("agent")
LEAST_S = 0.2
"""What has less time left is not begun: a late renewal would surprise somebody."""
HAND_IN_TRIES = 3
SLOWEST_S = 30.0
Facts = dict[str, Any]


class Post(Protocol):
    """Raises TryLater for the network, NotAllowed for a wrong key or clock."""

    def __call__(self, path: str, body: bytes, signature: str, timeout_s: float) -> Facts: ...


@dataclass(frozen=True)
class Worker:
    post: Post
    key: Key
    circulation: Circulation
    wait_s: float = 0.0
    clock: Clock = utc_now
    steady: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep

    def round(self) -> int:
        """How many questions there were. Raises TryLater where the service cannot be reached."""
        asked = self.steady()
        tasks = self._posted(TAKE, {"wait_s": self.wait_s}, self.wait_s + 10).get("tasks")
        if not isinstance(tasks, list):
            raise TryLater("what answered is not the service")
        began = self.steady() if self.wait_s else asked
        for task in tasks:
            self._worked(task, began)
        return len(tasks)

    def run(self, is_over: Callable[[], bool], pause_s: float) -> None:
        """Until told to end. Trouble slows it down, never ends it; its end is logged too."""
        rest_s, is_heard = pause_s, False
        while not is_over():
            rest_s = self._rested(rest_s, pause_s)
            if rest_s <= pause_s and not is_heard:
                log.info("the service answers", extra=fields(asked_every_s=pause_s))
            is_heard = rest_s <= pause_s
            self.pause(rest_s)

    def _rested(self, rest_s: float, pause_s: float) -> float:
        try:
            return 0.0 if self.round() else pause_s
        except WeiguanError as problem:
            log.warning("the service was not reached", extra=fields(why=str(problem)))
            return min(max(rest_s, pause_s) * 2, SLOWEST_S)

    def _worked(self, task: Facts, began: float) -> None:
        try:
            id, ticket = str(task["id"]), str(task["ticket"])
            answer = self._answered(task, began)
        except (WeiguanError, LookupError, TypeError, ValueError) as problem:
            log.warning("not a question of ours", extra=fields(why=type(problem).__name__))
            return
        sealed = self.key.seal(answer, sealing.answer(id))
        handed = {"id": id, "ticket": ticket, "sealed": base64.b64encode(sealed).decode("ascii")}
        self._handed_in(handed)

    def _answered(self, task: Facts, began: float) -> bytes:
        raw = self.key.open(base64.b64decode(task["sealed"]), sealing.task(str(task["id"])))
        left_s = float(task["left_s"]) - (self.steady() - began)
        if left_s < LEAST_S:
            return codec.refused(TryLater("the agent came too late"))
        return self._performed(raw, left_s)

    def _performed(self, raw: bytes, left_s: float) -> bytes:
        """An error nobody foresaw is answered too, and the next question heard."""
        try:
            return codec.perform(self.circulation, raw, left_s)
        except BadRequest:
            raise
        except Exception:
            log.exception("a question broke off")
            return codec.refused(GiveUp("the agent could not do it"))

    def _handed_in(self, handed: Facts) -> None:
        """An answer is worth a second try: it may tell of something done."""
        for left in reversed(range(HAND_IN_TRIES)):
            try:
                kept = self._posted(ANSWER, handed, 10).get("kept")
            except TryLater as problem:
                log.warning(
                    "an answer was not handed in", extra=fields(why=str(problem), left=left)
                )
                self.pause(0.5)
            else:
                log.info("answered", extra=fields(task=handed["id"], kept=kept))
                return

    def _posted(self, path: str, facts: Facts, timeout_s: float) -> Facts:
        body = json.dumps(facts).encode()
        return self.post(path, body, self.key.sign(path, body, self._now()), timeout_s)

    def _now(self) -> datetime:
        return self.clock()
