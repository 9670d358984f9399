"""The real handlers in this process: routes by WSGI, queue and schedule by threads."""

import importlib
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib import logs, triggers, wiring, wiring_catalogue, wiring_circulation
from chalicelib.errors import Misconfigured
from chalicelib.staff.service_people import ensure_first_admin
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.work_queue import MemoryQueue
from local import lessons
from local.background import every, forever
from local.demo import seed
from local.demo.lending import seed_lending
from local.expiry import sweep_expired
from local.gateway import wsgi
from local.password import first_password

SWEEP_EVERY_S = 3.0
IMPORT_EVERY_S = 1.0
EXPIRY_EVERY_S = 3600.0


class Service:
    """Tables made, demo library seeded, workers ready to start; the environment is set already."""

    def __init__(
        self, clock: Callable[[], datetime], home: Path, redirects: dict[str, str]
    ) -> None:
        logs.start()
        self._services = wiring.use(clock, train=lessons.kept)
        _ = self._services.credentials, self._services.wire
        create_missing(MODELS)
        _refuse_half_a_restore(self._services)
        seed.seed(self._services)
        refuse_a_wrong_system(self._services)
        self.demo_cards = seed_lending(self._services, home)
        made = ensure_first_admin(self._services.staff_users, clock())
        self.first_password = first_password(home, made)
        app = importlib.import_module("app").app
        self.wsgi: Callable[..., Iterable[bytes]] = wsgi(app, redirects)

    def start_workers(self) -> None:
        """Once the platform answers: it forgets its menu whenever it stops."""
        self._services.platform.publish(self._services.knowledge.current.snapshot().menu)
        every(SWEEP_EVERY_S, triggers.sweep)
        every(IMPORT_EVERY_S, triggers.work_import)
        every(EXPIRY_EVERY_S, self._expire)
        forever(self._work_off)

    def _expire(self) -> None:
        sweep_expired(self._services.wire, self._services.clock())

    def _work_off(self) -> None:
        queue: Any = self._services.queue
        assert isinstance(queue, MemoryQueue)
        nudge = queue.take(timeout_s=5)
        if nudge is not None:
            self._services.nudged(*nudge)


def refuse_a_wrong_system(services: wiring.Services) -> None:
    """Where the library's systems are said to be is read, and nothing asked of them yet.

    Raises Misconfigured."""
    wiring_circulation.circulation(services)
    wiring_catalogue.search(services.settings)


def _refuse_half_a_restore(services: wiring.Services) -> None:
    """Nobody is served before those who asked for it are forgotten again."""
    under_way = services.privacy.erasures.restore_under_way()
    if under_way:
        raise Misconfigured(f"a restore broke off ({under_way}): run the same make restore again")
