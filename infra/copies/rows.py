"""A stored row as one line of JSON and back, every type of DynamoDB exactly; and sums of rows."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, dict[str, Any]]
Change = Callable[[Any], Any]
_LARGEST = 1 << 256


def to_line(row: Row) -> bytes:
    """The same row gives the same bytes: names and members of sets are sorted.

    Numbers stay the text they are stored as, bytes become base64.
    """
    plain = {name: _written(held) for name, held in row.items()}
    said = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode() + b"\n"


def from_line(line: bytes) -> Row:
    return {name: _read(held) for name, held in json.loads(line).items()}


def _written(typed: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, value),) = typed.items()
    return {kind: _TO.get(kind, _as_it_is)(value)}


def _read(typed: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, value),) = typed.items()
    return {kind: _FROM.get(kind, _as_it_is)(value)}


def _as_it_is(value: Any) -> Any:
    return value


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


_TO: dict[str, Change] = {
    "B": _text,
    "BS": lambda members: sorted(_text(member) for member in members),
    "SS": sorted,
    "NS": sorted,
    "L": lambda members: [_written(member) for member in members],
    "M": lambda parts: {name: _written(part) for name, part in parts.items()},
}
_FROM: dict[str, Change] = {
    "B": base64.b64decode,
    "BS": lambda members: [base64.b64decode(member) for member in members],
    "L": lambda members: [_read(member) for member in members],
    "M": lambda parts: {name: _read(part) for name, part in parts.items()},
}


@dataclass
class Sum:
    """Counts lines and adds up their hashes, so that their order does not matter."""

    lines: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        self.lines += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % _LARGEST

    @property
    def hash(self) -> str:
        return f"{self.total:064x}"
