"""Only one process works on a box's folder, and one at a time fetches what all of them use."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Waits its turn; whoever comes after finds in `folder` what the first one put there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
