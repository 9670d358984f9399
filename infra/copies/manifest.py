"""What a backup says of itself: when, from which release, how many rows, and their hashes."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from infra.stage import Unfit

FORMAT = 1
"""Of the file. A release that stores rows in another way raises SCHEMA and changes old rows in
`restore`."""
SCHEMA = 1


@dataclass(frozen=True)
class Counted:
    """`hash` is that of all lines, whatever their order."""

    lines: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """`begun`: what was asked after it may be missing. `key_mark` tells which key made the
    erasure list."""

    release: str
    stage: str
    begun: datetime
    key_mark: str
    tables: dict[str, Counted] = field(default_factory=dict)
    files: Counted = Counted(0, "")
    format: int = FORMAT
    schema: int = SCHEMA

    def to_json(self) -> bytes:
        plain = {**asdict(self), "begun": self.begun.isoformat()}
        return json.dumps(plain, indent=2, sort_keys=True).encode()

    @property
    def id(self) -> str:
        return f"{self.stage} {self.begun.isoformat()}"


def from_json(body: bytes) -> Manifest:
    """Raises Unfit for a backup that a later release made."""
    held: dict[str, Any] = json.loads(body)
    if held["format"] > FORMAT or held["schema"] > SCHEMA:
        raise Unfit(f"this backup was made by release {held['release']}: restore it with that one")
    tables = {short: Counted(**counted) for short, counted in held.pop("tables").items()}
    begun = datetime.fromisoformat(held.pop("begun"))
    files = Counted(**held.pop("files"))
    return Manifest(**held, begun=begun, tables=tables, files=files)
