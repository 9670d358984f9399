"""A box started as a newcomer starts it, killed as a power cut kills it."""

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from local.engine import free_port
from local.wechat_platform import wire
from local.wechat_platform.crypto import Envelope, signature

ROOT = Path(__file__).resolve().parent.parent.parent
START_TIMEOUT_S = 120
PORTS = range(12_000, 20_000, 2)
"""Besides those among which a box picks its database's."""


@dataclass
class BoxProcess:
    """`python -m local.server` in a process group of its own."""

    home: Path
    port: int = field(default_factory=partial(free_port, PORTS))
    process: subprocess.Popen[bytes] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Returns once run.json is there; the same home is found again."""
        (self.home / "run.json").unlink(missing_ok=True)
        own = {"PORT": str(self.port), "WEIGUAN_HOME": str(self.home)}
        environment = {**os.environ, **own, **self.environment}
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local.server"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_TIMEOUT_S
        while not (self.home / "run.json").exists():
            assert self.process is not None
            assert self.process.poll() is None, (self.home / "server.log").read_text()[-3000:]
            assert time.monotonic() < end, "the box did not start in time"
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9: no handler runs, nothing is flushed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def facts(self) -> dict[str, Any]:
        held: dict[str, Any] = json.loads((self.home / "run.json").read_text())
        return held


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt. `status` is 0 where no answer came; `is_readable` is False where
    WeChat would show the reader its failure line; `text` is '' for `success`."""

    status: int
    text: str = ""
    is_readable: bool = True


@dataclass
class Sender:
    """WeChat's side of the webhook, speaking for itself (not through the fake platform)."""

    webhook: str
    app_id: str
    token: str
    aes_key: str

    def post(self, fields: dict[str, Any], timeout_s: float = 5.0) -> str | None:
        """One attempt: the reply's text, '' for success, None where no HTTP 200 came."""
        made = self.attempt(fields, timeout_s)
        return made.text if made.status == 200 else None

    def attempt(self, fields: dict[str, Any], timeout_s: float = 5.0) -> Attempt:
        stamp = {"timestamp": str(int(time.time())), "nonce": secrets.token_hex(5)}
        sealed = Envelope(self.aes_key, self.app_id).seal(wire.write(fields))
        query = {
            "signature": signature(self.token, *stamp.values()),
            **stamp,
            "encrypt_type": "aes",
            "msg_signature": signature(self.token, *stamp.values(), sealed),
        }
        body = wire.write({"ToUserName": fields["ToUserName"], "Encrypt": sealed})
        try:
            status, answer = self._exchange(urlencode(query), body, timeout_s)
        except (OSError, http.client.HTTPException):
            return Attempt(0)
        return self._judged(answer) if status == 200 else Attempt(status)

    def _judged(self, answer: str) -> Attempt:
        if answer in ("", "success"):
            return Attempt(200)
        try:
            said = self._opened(answer)
        except Exception:
            return Attempt(200, is_readable=False)
        return Attempt(200, said, is_readable=bool(said))

    def _exchange(self, query: str, body: str, timeout_s: float) -> tuple[int, str]:
        where = urlsplit(self.webhook)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=timeout_s)
        try:
            headers = {"Content-Type": "text/xml"}
            connection.request("POST", f"{where.path}?{query}", body.encode(), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def _opened(self, answer: str) -> str:
        inner = Envelope(self.aes_key, self.app_id).open(str(wire.read(answer)["Encrypt"]))
        return str(wire.read(inner).get("Content", ""))


def sender_for(facts: dict[str, Any]) -> Sender:
    wechat = facts["wechat"]
    return Sender(facts["webhook"], wechat["app_id"], wechat["token"], wechat["encoding_aes_key"])
