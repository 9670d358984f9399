"""The box's clock: real time moved by what the fake platform's control wrote down."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """What the file said last, with the mark of the file that said it."""

    mark: tuple[int, int] = (0, 0)
    offset_s: float = 0.0
    frozen_at: str | None = None


def box_clock(file: Path) -> Callable[[], datetime]:
    """`file` holds {"offset_s": seconds, "frozen_at": null or an ISO moment}; absent: real time."""
    known = [Setting()]

    def now() -> datetime:
        known[0] = setting = _fresh(file, known[0])
        if setting.frozen_at:
            return datetime.fromisoformat(setting.frozen_at).astimezone(UTC)
        return datetime.now(UTC) + timedelta(seconds=setting.offset_s)

    return now


def _fresh(file: Path, known: Setting) -> Setting:
    """Replaced as a whole: other threads never see half a change."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return known
    mark = (status.st_mtime_ns, status.st_ino)
    if mark == known.mark:
        return known
    told = json.loads(file.read_text(encoding="utf-8"))
    return Setting(mark, float(told.get("offset_s") or 0), told.get("frozen_at"))
