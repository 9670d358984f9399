"""Waitress in a thread, stopped so that nothing is written to what is closed already."""

import time
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

from waitress import wasyncore

STOP_S = 10
LOOK_S = 0.01


def in_thread(server: Any, grace_s: float = 5.0) -> Callable[[], None]:
    """What is returned stops it; requests under way have `grace_s` to end, and as long again to
    be sent."""
    thread = Thread(target=server.run, daemon=True)
    thread.start()

    def stop() -> None:
        server.task_dispatcher.shutdown(timeout=grace_s)
        _sent(server, time.monotonic() + grace_s)
        server.trigger.pull_trigger(partial(wasyncore.close_all, server._map))
        thread.join(STOP_S)

    return stop


def _sent(server: Any, until: float) -> None:
    while time.monotonic() < until and any(
        channel.total_outbufs_len for channel in list(server.active_channels.values())
    ):
        time.sleep(LOOK_S)
