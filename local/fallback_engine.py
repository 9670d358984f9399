"""ministack, where the durable engine cannot be had: data are kept only over a clean stop."""

import os
import subprocess
import sys
from pathlib import Path

from chalicelib.errors import Misconfigured
from local.lock import alone

MINISTACK = "ministack==1.5.33"
"""In an environment of its own: it pins another botocore."""


def python_of(folder: Path) -> Path:
    """The interpreter of ministack's own environment, made on first use.

    Raises Misconfigured, naming the command that helps.
    """
    with alone(folder):
        if not (folder / "ready").exists():
            _install(folder)
    return folder / "bin" / "python"


def _install(folder: Path) -> None:
    print("Setting up the fallback engine (once) ...", flush=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q"]
        subprocess.run([*pip, MINISTACK], check=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as problem:
        raise Misconfigured(
            f"no database engine can be had; try: pip install {MINISTACK}, start it, and set "
            "WEIGUAN_DYNAMODB_ENDPOINT"
        ) from problem
    (folder / "ready").touch()


def environment(data: Path | None, port: int) -> dict[str, str]:
    """What ministack reads: loopback only, state written when it is stopped cleanly."""
    kept = {"PERSIST_STATE": "1", "STATE_DIR": str(data.parent)} if data is not None else {}
    return {**os.environ, "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", **kept}
