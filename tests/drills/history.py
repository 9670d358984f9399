"""What threads wrote, put into the one order their rows' versions tell."""

import random
import threading
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from chalicelib.errors import Conflict, TryLater
from chalicelib.ils.embedded.ports import Keys, Mark, Row, Rows


@dataclass(frozen=True)
class Write:
    """One transaction: which step it belongs to, and each row's version before it."""

    step: int
    rows: Mapping[str, Row]


@dataclass
class Recorder:
    """Passes on to the engine; notes every write that happened, and loses some answers."""

    inner: Rows
    chance: random.Random
    loses: float = 0.0
    writes: list[Write] = field(default_factory=list)
    conflicts: int = 0
    lost: int = 0
    at: threading.local = field(default_factory=threading.local)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, keys: Collection[str]) -> Mapping[str, Row]:
        return self.inner.fetch(keys)

    def commit(self, rows: Sequence[Row]) -> None:
        try:
            self.inner.commit(rows)
        except Conflict:
            with self.lock:
                self.conflicts += 1
            raise
        with self.lock:
            self.writes.append(Write(self.at.step, {row.key: row for row in rows}))
            gone = self.chance.random() < self.loses
            self.lost += gone
        if gone:
            raise TryLater("no answer")

    def marked(self, mark: Mark, before: str, after: str, most: int) -> Keys:
        return self.inner.marked(mark, before, after, most)


def in_order(writes: Sequence[Write]) -> list[Write]:
    """As if one after the other. Raises graphlib.CycleError where no such order exists, and
    AssertionError where two writes followed the same version of a row."""
    by_row: dict[str, dict[int, int]] = defaultdict(dict)
    for number, write in enumerate(writes):
        for key, row in write.rows.items():
            assert row.version not in by_row[key], f"{key} was written twice over one version"
            by_row[key][row.version] = number
    sorter: TopologicalSorter[int] = TopologicalSorter({n: set() for n in range(len(writes))})
    for versions in by_row.values():
        for version, number in versions.items():
            if version - 1 in versions:
                sorter.add(number, versions[version - 1])
    return [writes[number] for number in sorter.static_order()]
