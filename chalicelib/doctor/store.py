"""Heartbeats of schedules in the `beats` table; a process writes one in five minutes."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.tables.beats import BeatRow

EVERY = timedelta(minutes=5)


class Beats:
    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}

    def beat(self, name: str, now: datetime) -> None:
        last = self._told.get(name)
        if last is None or abs(now - last) >= EVERY:
            BeatRow(name, at_ms=epoch_ms(now)).save()
            self._told[name] = now

    def last(self, names: Iterable[str]) -> Mapping[str, datetime]:
        found = BeatRow.batch_get(list(names), consistent_read=True)
        return {row.name: from_epoch_ms(int(row.at_ms)) for row in found}
