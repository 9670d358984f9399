"""`python -m local.agent SETTINGS.json`: runs until stopped."""

import signal
import sys
import threading
from contextlib import closing
from pathlib import Path

from chalicelib import logs
from chalicelib.errors import Misconfigured
from chalicelib.ils.sip2.system import connect
from local.advice import cure_in_words, wanted_argument
from local.agent.settings import AgentSettings, read_settings
from local.agent.web import Web
from local.agent.worker import Worker


def main(path: str) -> int:
    try:
        settings = read_settings(Path(path))
        return _run(settings)
    except Misconfigured as wrong:
        print(f"Cannot start: {wrong}{cure_in_words(str(wrong))}", file=sys.stderr)
        return 1


def _run(settings: AgentSettings) -> int:
    logs.start()
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with closing(connect(settings.system, settings.password, settings.timezone)) as system:
        web = Web(settings.service)
        worker = Worker(web, settings.key, system, settings.wait_s, pause=over.wait)
        worker.run(over.is_set, settings.pause_s)
    return 0


if __name__ == "__main__":
    sys.exit(main(wanted_argument(__doc__ or "")))
