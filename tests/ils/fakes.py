"""The embedded system's rows in memory, as strict about versions as the engine."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chalicelib.errors import Conflict
from chalicelib.ils.embedded.ports import Keys, Mark, Row


@dataclass
class FakeRows:
    held: dict[str, Row] = field(default_factory=dict)

    def fetch(self, keys: Collection[str]) -> Mapping[str, Row]:
        return {key: self.held[key] for key in keys if key in self.held}

    def commit(self, rows: Sequence[Row]) -> None:
        if any(self._version(row.key) != row.version for row in rows):
            raise Conflict("somebody else was quicker")
        for row in rows:
            self._write(row)

    def _write(self, row: Row) -> None:
        if row.body:
            self.held[row.key] = replace(row, version=row.version + 1)
        else:
            self.held.pop(row.key, None)

    def _version(self, key: str) -> int:
        return self.held[key].version if key in self.held else 0

    def marked(self, mark: Mark, before: str, after: str, most: int) -> Keys:
        words = {
            row.key: dict(row.marks)[mark] for row in self.held.values() if mark in dict(row.marks)
        }
        found = sorted((w, key) for key, w in words.items() if not before or w < before)
        start = int(after or 0)
        more = str(start + most) if len(found) > start + most else ""
        return Keys(tuple(key for _, key in found[start : start + most]), more)
