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
NO_REGION = "us-east-1"
"""Chalice needs some region's name to package, but no account; it is not written down."""
FETCH = ("download", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes")


def package(command: list[str], root: Path) -> None:
    """Runs chalice. It keeps what it packed; a lock that changed makes it pack anew."""
    kept = root / ".chalice" / "deployments"
    files = kept / f"files-{fingerprint()[:16]}"
    if not files.exists():
        shutil.rmtree(kept, ignore_errors=True)
        _fetch_whole(files)
    links = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(files)}
    environment = {"AWS_DEFAULT_REGION": NO_REGION, **os.environ, **links}
    subprocess.run(command, cwd=root, env=environment, check=True, timeout=900)


def _fetch_whole(files: Path) -> None:
    """A fetch that was broken off leaves nothing behind."""
    files.parent.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=files.parent) as folder:
        fetch(Path(folder) / "files")
        (Path(folder) / "files").rename(files)


def fetch(folder: Path, lock: Path = LOCK) -> None:
    """Files for this machine, which builds, and for the functions' machine. A file that is not the
    one that was locked stops it."""
    for target in ((), LAMBDA):
        pip = [sys.executable, "-m", "pip", *FETCH, *target]
        subprocess.run([*pip, "-r", str(lock), "-d", str(folder)], check=True, timeout=900)
