"""A library that opens no port: its SIP2 server is reached through an agent inside it."""

import secrets
import threading
from datetime import datetime
from typing import Any

from chalicelib.ils.agent.circulation import AgentCirculation
from chalicelib.ils.agent.desk import AgentDesk
from chalicelib.ils.agent.sealing import Key
from chalicelib.ils.agent.store import TaskStore
from chalicelib.ils.ports import Circulation
from chalicelib.ils.sip2.dialects import Dialect
from local.agent.worker import Worker
from tests.ils.sip2.bench import NOW, Sip2Bench
from tests.peers.sip2.peer import Peer

KEY = Key("a key for tests, longer than thirty-two characters")


def make_id() -> str:
    return secrets.token_hex(6)


def circulation() -> AgentCirculation:
    return AgentCirculation(TaskStore(), KEY, make_id)


def desk() -> AgentDesk:
    return AgentDesk(TaskStore(), KEY, make_id)


def posted(path: str, body: bytes, signature: str, timeout_s: float) -> dict[str, Any]:
    """Straight to the desk; the way over HTTPS is the scenarios' part."""
    return desk().answer(path, signature, body, NOW)


def worker(port: Circulation) -> Worker:
    return Worker(posted, KEY, port, clock=_now)


def _now() -> datetime:
    return NOW


class AgentBench(Sip2Bench):
    """The agent works in a thread, as it would on a machine of its own."""

    def __init__(self, peer: Peer, dialect: Dialect) -> None:
        super().__init__(peer, dialect)
        self._over = threading.Event()
        work = Worker(posted, KEY, self._circulation, clock=_now, pause=self._over.wait)
        self._agent = threading.Thread(target=work.run, args=(self._over.is_set, 0.02))
        self._agent.start()
        self._port = circulation()

    @property
    def circulation(self) -> Circulation:
        return self._port

    def close(self) -> None:
        self._over.set()
        self._agent.join(timeout=20)
        super().close()
