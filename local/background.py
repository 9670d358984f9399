"""Threads for what the cloud does by schedules and queues."""

import threading
import time
from collections.abc import Callable

from chalicelib.logs import fields, logger

log = logger("background")


def every(seconds: float, act: Callable[[], object]) -> None:
    """Runs `act` again and again; a failure is logged, never fatal."""

    def pause_and_act() -> None:
        time.sleep(seconds)
        act()

    forever(pause_and_act)


def forever(act: Callable[[], object]) -> None:
    def loop() -> None:
        while True:
            try:
                act()
            except Exception as problem:
                name = type(problem).__name__
                log.exception("background work failed", extra=fields(problem=name))
                time.sleep(1)

    threading.Thread(target=loop, daemon=True).start()
