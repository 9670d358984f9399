"""The box's clock: real time shifted or stopped at will, told to others through a file."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock


def real_now() -> datetime:
    return datetime.now(UTC)


class SteeredClock:
    """`now = real + offset`, or a stopped instant. Each change is written to the file at once."""

    def __init__(self, file: Path | None = None, real: Callable[[], datetime] = real_now) -> None:
        self._real = real
        self._file = file
        self._lock = Lock()
        self._offset = timedelta()
        self._frozen_at: datetime | None = None
        self._resume_from_file()

    def now(self) -> datetime:
        with self._lock:
            return self._now()

    @property
    def is_frozen(self) -> bool:
        return self._frozen_at is not None

    def told(self) -> dict[str, object]:
        """What the file holds, with the present instant added."""
        with self._lock:
            return {**self._written(), "now": self._now().isoformat()}

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._move_to(self._now() + timedelta(seconds=seconds))

    def set(self, instant: datetime) -> None:
        with self._lock:
            self._move_to(instant)

    def freeze(self) -> None:
        with self._lock:
            self._frozen_at = self._now()
            self._write()

    def resume(self) -> None:
        with self._lock:
            self._offset = self._now() - self._real()
            self._frozen_at = None
            self._write()

    def back_to_real(self) -> None:
        with self._lock:
            self._offset = timedelta()
            self._frozen_at = None
            self._write()

    def _now(self) -> datetime:
        return self._frozen_at or self._real() + self._offset

    def _move_to(self, instant: datetime) -> None:
        self._offset = instant - self._real()
        if self._frozen_at is not None:
            self._frozen_at = instant
        self._write()

    def _written(self) -> dict[str, object]:
        frozen_at = self._frozen_at.isoformat() if self._frozen_at else None
        return {"offset_s": self._offset.total_seconds(), "frozen_at": frozen_at}

    def _write(self) -> None:
        if self._file is None:
            return
        fresh = self._file.with_name(self._file.name + ".new")
        fresh.write_text(json.dumps(self._written()), encoding="utf-8")
        os.replace(fresh, self._file)

    def _resume_from_file(self) -> None:
        """Data outlives the process, so time must not run backwards when it starts again."""
        if self._file is None:
            return
        if self._file.exists():
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            self._offset = timedelta(seconds=float(kept["offset_s"]))
            stopped = kept.get("frozen_at")
            self._frozen_at = datetime.fromisoformat(stopped) if stopped else None
        self._write()
