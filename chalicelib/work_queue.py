"""The work queue: a nudge, never the truth. SQS in the cloud, memory on one machine."""

import json
import queue
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.logs import fields, logger

log = logger("queue")


class SqsQueue:
    """Losing a nudge costs time only, so a busy queue is no failure: the sweeper finds the row."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def nudge(self, what: str, facts: Mapping[str, str]) -> None:
        body = json.dumps({"what": what, "facts": dict(facts)}, ensure_ascii=False)
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=body)
        except (BotoCoreError, ClientError) as problem:
            log.warning("nudge lost", extra=fields(what=what, problem=type(problem).__name__))


class MemoryQueue:
    """On one machine; worked off by a thread of the local server."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[str, dict[str, str]]] = queue.SimpleQueue()

    def nudge(self, what: str, facts: Mapping[str, str]) -> None:
        self._waiting.put((what, dict(facts)))

    def take(self, timeout_s: float | None = None) -> tuple[str, dict[str, str]] | None:
        """The next nudge; None when nothing came in time. `timeout_s` None does not wait."""
        try:
            return self._waiting.get(timeout_s is not None, timeout_s)
        except queue.Empty:
            return None
