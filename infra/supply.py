"""Packages for the zip: those of `requirements.lock`, each file checked against its hash.

Chalice packs what `requirements.txt` leads to and knows no hashes. So all files are fetched and
checked first, and then chalice's pip finds nothing but them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.locked import LOCK, fingerprint

LAMBDA = ("--platform", "manylinux2014_x86_64", "--implementation", "cp")
FETCH = ("download", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes")


def package(command: list[str], root: Path) -> None:
    """Runs chalice. It keeps what it packed; a lock that changed makes it pack anew."""
    kept = root / ".chalice" / "deployments"
    mark = kept / "lock.sha256"
    if mark.exists() and mark.read_text("utf-8") == fingerprint():
        _run(command, root, {"PIP_NO_INDEX": "1"})
        return
    shutil.rmtree(kept, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        fetch(Path(folder))
        _run(command, root, {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": folder})
    mark.write_text(fingerprint(), "utf-8")


def fetch(folder: Path, lock: Path = LOCK) -> None:
    """Files for this machine, which builds, and for the functions' machine. A file that is not the
    one that was locked stops it."""
    for target in ((), LAMBDA):
        pip = [sys.executable, "-m", "pip", *FETCH, *target]
        subprocess.run([*pip, "-r", str(lock), "-d", str(folder)], check=True, timeout=900)


def _run(command: list[str], root: Path, settings: dict[str, str]) -> None:
    """Chalice needs some region's name to package, but no account; it is not written down."""
    environment = {"AWS_DEFAULT_REGION": "us-east-1", **os.environ, **settings}
    subprocess.run(command, cwd=root, env=environment, check=True, timeout=900)
