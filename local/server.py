"""`make run`: the whole service on one machine, with a fake WeChat and a demo library.

One process serves the real handlers; the engine and the fake platform are its children and end
with it, even after kill -9. What is kept stands below WEIGUAN_HOME.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waitress.server import create_server

from chalicelib.errors import Misconfigured
from local import engine
from local.advice import cure_in_words
from local.clock import box_clock
from local.demo.lending import told
from local.identity import identity, write_private
from local.lock import hold
from local.service import Service
from local.serving import in_thread

SYSTEMS = (
    "WEIGUAN_CIRCULATION",
    "WEIGUAN_CIRCULATION_AT",
    "WEIGUAN_CIRCULATION_SECRET",
    "WEIGUAN_CATALOGUE",
    "WEIGUAN_CATALOGUE_AT",
)


@dataclass(frozen=True)
class Box:
    """Where everything of this box stands."""

    home: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def platform_port(self) -> int:
        return self.port + 1

    @property
    def platform_url(self) -> str:
        return f"http://127.0.0.1:{self.platform_port}"

    @property
    def systems_file(self) -> Path:
        """Which library systems the box that is up was started with: other commands have to ask
        the same ones, and their window does not know the variables."""
        return self.home / "systems.json"

    @property
    def clock_file(self) -> Path:
        return self.home / "clock.json"


def main() -> int:
    home = Path(os.environ.get("WEIGUAN_HOME", ".local")).resolve()
    box = Box(home, int(os.environ.get("PORT", "8000")))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = hold(home)
    if lock is None:
        print(f"Another Weiguan already runs in {home}; stop it first.", file=sys.stderr)
        return 1
    try:
        refuse_taken_ports(box)
        return _run(box)
    except Misconfigured as missing:
        print(f"Cannot start: {missing}{cure_in_words(str(missing))}", file=sys.stderr)
        return 1


def refuse_taken_ports(box: Box) -> None:
    """Before anything is started. Raises Misconfigured."""
    for port in (box.port, box.platform_port):
        if not engine.is_free(port):
            raise Misconfigured(
                f"port {port} is in use; it and the next one are needed. Choose another: "
                f"make run PORT={box.port + 100}"
            )


def _run(box: Box) -> int:
    (box.home / "run.json").unlink(missing_ok=True)
    print("Starting the database ...", flush=True)
    running = engine.start(box.home / "data" / "weiguan.db")
    if not running.durable:
        print("WARNING: this engine keeps data only over a clean stop.", flush=True)
    keys = identity(box.home)
    settings = environment(box, keys, running.endpoint)
    write_private(box.systems_file, {name: settings[name] for name in SYSTEMS})
    os.environ.update(settings)
    service = Service(box_clock(box.clock_file), box.home, {"/": f"{box.platform_url}/"})
    server = create_server(service.wsgi, host="127.0.0.1", port=box.port, threads=32)
    stop = in_thread(server)
    platform = _start_platform(box, keys)
    service.start_workers()
    facts = _run_facts(box, keys, service.first_password) | {"demo_cards": service.demo_cards}
    write_private(box.home / "run.json", {**facts, "dynamodb": running.endpoint})
    _tell(box, service.first_password, service.demo_cards)
    return _until_stopped(platform, running, stop)


def environment(box: Box, keys: dict[str, str], endpoint: str) -> dict[str, str]:
    return {
        "AWS_DEFAULT_REGION": os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
        "WEIGUAN_STAGE": "local",
        "WEIGUAN_DYNAMODB_ENDPOINT": endpoint,
        "WEIGUAN_WECHAT_APP_ID": keys["app_id"],
        "WEIGUAN_WECHAT_APP_SECRET": keys["app_secret"],
        "WEIGUAN_WECHAT_TOKEN": keys["token"],
        "WEIGUAN_WECHAT_AES_KEY": keys["encoding_aes_key"],
        "WEIGUAN_WECHAT_MODE": keys["mode"],
        "WEIGUAN_WECHAT_API": os.environ.get("WEIGUAN_WECHAT_API", box.platform_url),
        "WEIGUAN_WEB_LOGIN": os.environ.get("WEIGUAN_WEB_LOGIN", "no"),
        "WEIGUAN_WECHAT_LOGIN_AT": box.platform_url,
        "WEIGUAN_PUBLIC_URL": box.url,
        "WEIGUAN_PSEUDONYM_KEY": keys["pseudonym_key"],
        "WEIGUAN_FILES_DIR": str(box.home / "files"),
        "WEIGUAN_CIRCULATION": os.environ.get("WEIGUAN_CIRCULATION", "embedded"),
        "WEIGUAN_CIRCULATION_AT": os.environ.get("WEIGUAN_CIRCULATION_AT", "-"),
        "WEIGUAN_CATALOGUE": os.environ.get("WEIGUAN_CATALOGUE", "own"),
        "WEIGUAN_CATALOGUE_AT": os.environ.get("WEIGUAN_CATALOGUE_AT", "-"),
        "WEIGUAN_CIRCULATION_SECRET": os.environ.get("WEIGUAN_CIRCULATION_SECRET", ""),
    }


def _start_platform(box: Box, keys: dict[str, str]) -> subprocess.Popen[bytes]:
    config = box.home / "platform.json"
    write_private(
        config,
        {
            "port": box.platform_port,
            "webhook": f"{box.url}/wechat",
            "app_id": keys["app_id"],
            "app_secret": keys["app_secret"],
            "token": keys["token"],
            "aes_key": keys["encoding_aes_key"],
            "mode": keys["mode"],
            "clock_file": str(box.clock_file),
            "staff_url": f"{box.url}/staff/",
            "login_domain": f"127.0.0.1:{box.port}",
        },
    )
    command = [sys.executable, "-m", "local.wechat_platform", "--config", str(config)]
    process = subprocess.Popen(command, preexec_fn=engine.die_with_parent)
    engine.wait_until_answering(f"{box.platform_url}/_control/health", process)
    return process


def _run_facts(box: Box, keys: dict[str, str], password: str) -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "webhook": f"{box.url}/wechat",
        "fake_wechat": box.platform_url,
        "staff": f"{box.url}/staff/",
        "wechat": {
            "app_id": keys["app_id"],
            "token": keys["token"],
            "encoding_aes_key": keys["encoding_aes_key"],
            "mode": keys["mode"],
        },
        "first_staff": {"user": "admin", "password": password},
    }


def _tell(box: Box, password: str, cards: dict[str, str]) -> None:
    demo = "".join(f"  A demo card:       {line}\n" for line in told(cards))
    key = f"password {password}" if password else "your own password; lost: make admin RESET=admin"
    print(
        f"\nWeiguan is ready.\n"
        f"  The phone:         {box.platform_url}/\n"
        f"  The staff console: {box.url}/staff/  (user admin, {key})\n"
        f"{demo}"
        f"  Addresses and keys: {box.home / 'run.json'}\n"
        f"Stop with Ctrl-C.",
        flush=True,
    )


def _until_stopped(
    platform: subprocess.Popen[bytes], running: engine.Engine, stop: Callable[[], None]
) -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(1.0):
        if platform.poll() is not None:
            print("The fake platform stopped unexpectedly.", file=sys.stderr)
            break
    print("Stopping ...", flush=True)
    stop()
    platform.terminate()
    platform.wait(timeout=10)
    running.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
