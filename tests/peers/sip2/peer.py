"""SIP2 servers of others, each in a process of its own, and a relay that can fail on purpose."""

import json
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.lock import alone

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent.parent / ".cache" / "peers" / "invenio_sip2"
PINS = HERE / "invenio-requirements.txt"


@dataclass(frozen=True)
class Peer:
    """A running server and our hand on the library behind it."""

    process: subprocess.Popen[str]
    port: int

    def __call__(self, do: str, *given: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, "with": given}) + "\n")
        self.process.stdin.flush()
        return _told(self.process)["said"]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def pysip2(encoding: str) -> Peer:
    return _started(Path(sys.executable), "pysip2_server.py", encoding)


def invenio(encoding: str) -> Peer:
    return _started(_installed(), "invenio_server.py", encoding)


Start = Callable[[str], Peer]


def _started(python: Path, script: str, encoding: str) -> Peer:
    process = subprocess.Popen(
        [str(python), "-W", "ignore", str(HERE / script), encoding],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=HERE,
        text=True,
    )
    return Peer(process, int(_told(process)["port"]))


def _told(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the peer ended"
    told: dict[str, Any] = json.loads(line)
    return told


def _installed() -> Path:
    """Its own environment, for it brings a whole web framework: about 300 MB, once."""
    python = CACHE / "bin" / "python"
    mark = CACHE / "installed.txt"
    with alone(CACHE):
        if not (mark.exists() and mark.read_bytes() == PINS.read_bytes()):
            venv.create(CACHE, with_pip=True, clear=True)
            command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
            subprocess.run([*command, "-r", str(PINS)], check=True, timeout=600)
            mark.write_bytes(PINS.read_bytes())
    return python
