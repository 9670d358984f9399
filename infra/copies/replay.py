"""Who asked to be forgotten since a backup is forgotten again, before the stage serves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.privacy.marks import mark_of
from chalicelib.wiring import Services
from infra.copies.place import KEPT, Place, scan
from infra.copies.rows import Row

LIST = "erasures"
NAMES = ("reader", "openid")
"""Attributes that hold a reader's id, in whatever table."""
OVERLAP = timedelta(hours=1)
"""Erasures that were under way when the backup began are done once more."""


@dataclass
class Replay:
    """`watched` collects who is on the list since the backup, `run` forgets them."""

    services: Services
    since: datetime
    _found: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        since = self.since - OVERLAP
        self._marks = set(self.services.privacy.erasures.marks_since(since))
        self._key = self.services.secret_settings.pseudonym_key

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            for name in NAMES:
                self._look_at(row.get(name, {}).get("S", ""))
            yield row

    def run(self, now: datetime) -> int:
        erasing = self.services.privacy.erasing
        for reader in sorted(self._found):
            erasing.erase_again(reader, now)
        return len(self._found) + erasing.work_off_all(now)

    def _look_at(self, reader: str) -> None:
        if reader and self._marks and mark_of(reader, self._key) in self._marks:
            self._found.add(reader)


def replay(place: Place, since: datetime, now: datetime) -> int:
    """For tables that AWS itself restored to a moment: `since` is that moment."""
    place.shut()
    watching = Replay(place.services, since)
    for short in KEPT:
        for _ in watching.watched(scan(place.services, short)):
            pass
    count = watching.run(now)
    place.open()
    return count
