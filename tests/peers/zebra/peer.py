"""Zebra from Debian's packages over records of ours, speaking SRU on loopback."""

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.engine import free_port

HERE = Path(__file__).resolve().parent
MODULES = "/usr/lib/*/idzebra-2.0/modules"
CQL = Path("/usr/share/yaz/etc/pqf.properties")


MISSING = "no Zebra to search in: apt-get install idzebra-2.0 yaz"


@dataclass(frozen=True)
class Zebra:
    process: subprocess.Popen[bytes]
    url: str

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)


def zebra(folder: Path, marc: bytes) -> Zebra:
    """Indexes `marc`, ISO 2709 in UTF-8, below `folder` and serves it.

    Where the peer is missing the test is skipped, but never where every peer must be there.
    """
    if not shutil.which("zebrasrv"):
        assert "CI" not in os.environ, MISSING
        pytest.skip(MISSING)
    port = free_port()
    _write_settings(folder, port)
    (folder / "books.mrc").write_bytes(marc)
    for step in (["init"], ["update", "books.mrc"], ["commit"]):
        command = ["zebraidx", "-c", "zebra.cfg", *step]
        subprocess.run(command, cwd=folder, check=True, timeout=120, capture_output=True)
    server = ["zebrasrv", "-f", "server.xml", "-v", "none"]
    process = subprocess.Popen(server, cwd=folder, stderr=subprocess.DEVNULL)
    _wait_for(process, port)
    return Zebra(process, f"http://127.0.0.1:{port}/Default")


def _write_settings(folder: Path, port: int) -> None:
    for name in ("reg", "shadow", "lock"):
        (folder / name).mkdir()
    modules = next(iter(Path("/").glob(MODULES.lstrip("/"))))
    places = {"MODULES": str(modules), "PORT": str(port)}
    for name in ("zebra.cfg", "server.xml", "marc21.abs"):
        text = (HERE / name).read_text("utf-8")
        for word, place in places.items():
            text = text.replace(word, place)
        (folder / name).write_text(text, "utf-8")
    isbn = "\nindex.bath.isbn = 1=7\n"
    (folder / "pqf.properties").write_text(CQL.read_text("utf-8") + isbn, "utf-8")


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        assert process.poll() is None, "zebrasrv ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("zebrasrv does not answer")
