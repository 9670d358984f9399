"""The platform as a process of its own."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

from local.engine import free_port
from tests.local.standin import AES_KEY, APP_ID, APP_SECRET, TOKEN

COMMAND = [sys.executable, "-m", "local.wechat_platform"]


def health(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_control/health")
        return connection.getresponse().status
    except ConnectionRefusedError:
        return 0
    finally:
        connection.close()


def health_soon(port: int) -> int:
    ends = monotonic() + 20
    while not health(port) and monotonic() < ends:
        sleep(0.05)
    return health(port)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def process(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    settings = {"port": port, "webhook": "http://127.0.0.1:9/", "app_id": APP_ID}
    secrets = {"app_secret": APP_SECRET, "token": TOKEN, "aes_key": AES_KEY}
    file = tmp_path / "platform.json"
    file.write_text(json.dumps(settings | secrets | {"clock_file": str(tmp_path / "clock.json")}))
    with subprocess.Popen([*COMMAND, "--config", str(file)]) as started:
        yield started
        started.kill()


def test_it_serves_and_leaves_when_asked(
    process: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    assert health_soon(port) == 200
    assert (tmp_path / "clock.json").exists()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def test_it_says_what_is_missing() -> None:
    told = subprocess.run([*COMMAND, "--port", "1"], capture_output=True, timeout=20, check=False)
    assert told.returncode == 2
    assert b"aes_key" in told.stderr
