"""The box's clock: real time moved by what the fake platform's control wrote down."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def box_clock(file: Path) -> Callable[[], datetime]:
    """`file` holds {"offset_s": seconds, "frozen_at": null or an ISO moment}; absent: real time."""
    seen: dict[str, float | str | None] = {}
    stamp = [0.0]

    def now() -> datetime:
        _refresh(file, seen, stamp)
        frozen = seen.get("frozen_at")
        if frozen:
            return datetime.fromisoformat(str(frozen)).astimezone(UTC)
        return datetime.now(UTC) + timedelta(seconds=float(seen.get("offset_s") or 0))

    return now


def _refresh(file: Path, seen: dict[str, float | str | None], stamp: list[float]) -> None:
    try:
        changed = file.stat().st_mtime
    except FileNotFoundError:
        return
    if changed != stamp[0]:
        seen.clear()
        seen.update(json.loads(file.read_text()))
        stamp[0] = changed
