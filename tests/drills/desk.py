"""A few readers on the fake platform's phones, and the member of staff who answers them.

Their cases, pictures and answers make the service call the platform.
"""

import base64
import http.client
import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalicelib.feedback.model import Author, CaseState, Entry
from chalicelib.wiring import Services
from local.wechat_platform.samples import picture

READERS = 12
EVERY_S = 0.5
POKES = 3
"""Messages at the end, for what waits to ride on a reply."""


@dataclass
class Desk:
    """`platform` is the port of the fake platform; `services` reads and writes without faults."""

    platform: int
    services: Services
    openids: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """Words of each answer, by the case's number."""
    stopped: threading.Event = field(default_factory=threading.Event)

    def open(self) -> None:
        self._control("mark_fail", after=10**6)
        for number in range(READERS):
            name = f"phone{number}"
            self.openids[name] = str(self._control("readers", id=name)["openid"])
            self._control("follow", reader=name, wait=True)

    def run(self) -> None:
        turn = 0
        while not self.stopped.wait(EVERY_S):
            with suppress(OSError):
                self._step(turn)
            turn += 1

    def _step(self, turn: int) -> None:
        name = f"phone{turn % READERS}"
        step = turn // READERS % 3
        if step == 0:
            self._control("send", reader=name, text=f"投诉 灯坏了{turn}")
        elif step == 1:
            shown = base64.b64encode(picture()).decode()
            self._control("send", reader=name, type="image", file_base64=shown)
        else:
            self._answer(self.openids[name])

    def _answer(self, openid: str) -> None:
        now = datetime.now(UTC)
        for case in self.services.feedback.of_reader(openid).cases:
            if case.state is CaseState.NEW:
                words = f"灯已修好 {case.number}"
                entry = Entry("drill", Author.STAFF, now, words, by="lin")
                self.services.feedback.answer(case.number, entry, now)
                self.told[case.number] = words

    def poke(self) -> None:
        for _ in range(POKES):
            for name in self.openids:
                self._control("send", reader=name, text="您好", wait=True)

    def seen(self) -> list[dict[str, Any]]:
        """Everything on all phones."""
        return [one for name in self.openids for one in self._get(f"seen?reader={name}")["seen"]]

    def _control(self, act: str, **body: Any) -> dict[str, Any]:
        return self._asked("POST", act, json.dumps(body).encode())

    def _get(self, act: str) -> dict[str, Any]:
        return self._asked("GET", act, b"")

    def _asked(self, method: str, act: str, body: bytes) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.platform, timeout=40)
        try:
            kind = {"Content-Type": "application/json"}
            connection.request(method, f"/_control/{act}", body or None, kind)
            told: dict[str, Any] = json.loads(connection.getresponse().read())
            return told
        finally:
            connection.close()
