"""Process start to first answer, beside the floor: the same work by a plain handler.

Each run is a new process that imports, connects, and answers one message; the wall time of the
whole process is taken, in turns, so that a slow moment of the machine hits all alike.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.peers import PlainHandler
from bench.sealing import AES_KEY, APP_ID, TOKEN, sealed, text
from bench.service import a_service
from local import engine

ROUNDS = 7
PLAIN = """
import json, sys
from bench.peers import PlainHandler
query, body = json.loads(sys.stdin.read())
PlainHandler({endpoint!r}, {token!r}, {key!r}, {app!r}).receive(query, body.encode())
"""
OURS = """
import json, sys
from bench.service import open_service
from datetime import UTC, datetime
query, body = json.loads(sys.stdin.read())
services = open_service({endpoint!r}, {app!r}, {token!r}, {key!r})
print(services.webhook.receive(query, body.encode(), datetime.now(UTC)).status)
"""
BARE = "import sys; sys.stdin.read()"


def run() -> None:
    running = engine.start(None)
    try:
        a_service(running.endpoint, APP_ID, TOKEN, AES_KEY)
        from_floor(running.endpoint)
    finally:
        running.stop()


def from_floor(endpoint: str) -> None:
    PlainHandler(endpoint, TOKEN, AES_KEY, APP_ID).create_tables()
    slots = {"endpoint": endpoint, "token": TOKEN, "key": AES_KEY, "app": APP_ID}
    codes = {"bare": BARE, "plain": PLAIN.format(**slots), "ours": OURS.format(**slots)}
    took: dict[str, list[float]] = {name: [] for name in codes}
    for turn in range(ROUNDS):
        for name, code in codes.items():
            took[name].append(_timed(code, 10_000 + turn))
    best = {name: min(times) for name, times in took.items()}
    print("process start to first answer (best of 7):")
    for name, label in (("bare", "python itself"), ("plain", "plain handler"), ("ours", "Weiguan")):
        print(f"  {label:16} {best[name] * 1e3:6.0f} ms   x {best[name] / best['plain']:.2f}")


def _timed(code: str, number: int) -> float:
    query, body = sealed(text("办证要带什么材料"), number, "oreader1")
    root = Path(__file__).resolve().parent.parent
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as errors:
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps([query, body.decode()]).encode(),
            cwd=root,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            timeout=60,
        )
    return time.perf_counter() - started
