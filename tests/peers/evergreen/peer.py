"""Evergreen's SIPServer, the ancestor of Koha's, as it stands in its public repository.

Needs Perl with the modules below, and the repository: fetched once, or from a copy that
`SIPSERVER_GIT` names. A self-service machine of ours lends and takes back on its wire.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local.engine import die_with_parent, free_port
from local.lock import alone

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent.parent / ".cache" / "peers" / "sipserver"
ORIGIN = "https://github.com/evergreen-library-system/SIPServer"
VERSION = "0483b04"
MODULES = (
    "Net::Server",
    "XML::Simple",
    "XML::LibXML",
    "UNIVERSAL::require",
    "Clone",
    "Cache::Memcached",
)
PACKAGES = (
    "libnet-server-perl libxml-simple-perl libxml-libxml-perl libxml-parser-perl "
    "libuniversal-require-perl libclone-perl libcache-memcached-perl"
)
STAMP = "20261121    110000"


@dataclass(frozen=True)
class SipServer:
    process: subprocess.Popen[bytes]
    port: int
    encoding: str

    def stop(self) -> None:
        """With its worker, which outlives it now and then."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def at_the_machine(self, *messages: str) -> list[str]:
        """What a self-service machine is told; nobody else may be on the line meanwhile."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as line:
            line.settimeout(10)
            told = [self._asked(line, message) for message in ("9300CNwx|COgate|", *messages)]
        assert told[0] == "941"
        return told[1:]

    def _asked(self, line: socket.socket, message: str) -> str:
        line.sendall(message.encode() + b"\r")
        answer = b""
        while not answer.endswith(b"\r"):
            chunk = line.recv(4096)
            assert chunk, f"no answer to {message}"
            answer += chunk
        return answer.decode(self.encoding).strip()


def sip_server(folder: Path, encoding: str, library: Mapping[str, Any]) -> SipServer:
    """`library`: `readers` are pairs of card and PIN, `copies` of barcode (digits) and title.

    Its list of holds is readable only where `lists_holds`. Where Perl's modules or the repository
    cannot be had the test is skipped, saying how to.
    """
    source, port = _source(), free_port()
    settings = (HERE / "config.xml").read_text("utf-8")
    settings = settings.replace("PORT", str(port)).replace("ENCODING", encoding)
    (folder / "config.xml").write_text(settings, "utf-8")
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            ["perl", "-I.", f"-I{HERE}", "-MLibrary", "SIPServer.pm", str(folder / "config.xml")],
            cwd=source,
            env={**os.environ, "LIBRARY": json.dumps(library), "TZ": "Asia/Shanghai"},
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    server = SipServer(process, port, encoding)
    _wait_for(server, folder / "log.txt")
    return server


def _source() -> Path:
    if (
        not shutil.which("perl")
        or subprocess.run(
            ["perl", *(f"-M{name}" for name in MODULES), "-e", "1"],
            capture_output=True,
            check=False,
        ).returncode
    ):
        pytest.skip(f"Evergreen's SIPServer needs: apt-get install {PACKAGES}")
    with alone(CACHE):
        if not (CACHE / "SIPServer.pm").exists():
            _fetch(os.environ.get("SIPSERVER_GIT", ORIGIN))
    return CACHE


def _fetch(origin: str) -> None:
    shutil.rmtree(CACHE, ignore_errors=True)
    try:
        for command in (["clone", origin, str(CACHE)], ["-C", str(CACHE), "checkout", VERSION]):
            subprocess.run(["git", *command, "-q"], check=True, timeout=300, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        shutil.rmtree(CACHE, ignore_errors=True)
        pytest.skip(f"{origin} cannot be reached; SIPSERVER_GIT names a copy")


def _wait_for(server: SipServer, log: Path) -> None:
    """Signed in at once: the worker ends, with all it knows, when somebody leaves before."""
    for _ in range(200):
        assert server.process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        with suppress(ConnectionRefusedError):
            server.at_the_machine()
            return
        time.sleep(0.05)
    raise AssertionError("SIPServer does not listen")
