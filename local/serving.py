"""Waitress in a thread, stopped so that nothing is written to what is closed already."""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from waitress import wasyncore

STOP_S = 10
LOOK_S = 0.05


def in_thread(server: Any, grace_s: float = 5.0) -> Callable[[], None]:
    """What is returned stops it; requests under way have `grace_s` to end, and as long again to
    be sent. Only the loop closes anything: whoever else did would do so while it reads."""
    stopping = Event()

    def run() -> None:
        while not stopping.is_set():
            wasyncore.loop(LOOK_S, server.adj.asyncore_use_poll, server._map, count=1)
        wasyncore.close_all(server._map, ignore_all=True)

    thread = Thread(target=run, daemon=True)
    thread.start()

    def stop() -> None:
        server.task_dispatcher.shutdown(timeout=grace_s)
        _sent(server, time.monotonic() + grace_s)
        stopping.set()
        thread.join(STOP_S)

    return stop


def _sent(server: Any, until: float) -> None:
    while time.monotonic() < until and any(
        channel.total_outbufs_len for channel in list(server.active_channels.values())
    ):
        time.sleep(LOOK_S)
