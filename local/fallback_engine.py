"""ministack, where the durable engine cannot be had: data are kept only over a clean stop."""

import os
import subprocess
import sys
from pathlib import Path

from chalicelib.errors import Misconfigured

MINISTACK = "ministack==1.5.33"
"""In an environment of its own: it pins another botocore."""


def python_of(folder: Path) -> Path:
    """The interpreter of ministack's own environment, made on first use.

    Raises Misconfigured, naming the command that helps.
    """
    python = folder / "bin" / "python"
    if (folder / "ready").exists():
        return python
    print("Setting up the fallback engine (once) ...", flush=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
        install = [str(python), "-m", "pip", "install", "-q", MINISTACK]
        subprocess.run(install, check=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as problem:
        raise Misconfigured(
            f"no database engine can be had; try: pip install {MINISTACK}, start it, and set "
            "WEIGUAN_DYNAMODB_ENDPOINT"
        ) from problem
    (folder / "ready").touch()
    return python


def environment(data: Path | None, port: int) -> dict[str, str]:
    """What ministack reads: loopback only, state written when it is stopped cleanly."""
    kept = {"PERSIST_STATE": "1", "STATE_DIR": str(data.parent)} if data is not None else {}
    return {**os.environ, "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", **kept}
