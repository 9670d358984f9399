"""Only one process works on a box's folder."""

import fcntl
from io import TextIOWrapper
from pathlib import Path


def hold(home: Path) -> TextIOWrapper | None:
    """Held as long as the file is open; None where another process holds it."""
    file = (home / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file
