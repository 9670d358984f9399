"""Where pictures, voices and import files are kept: a folder here, a bucket in the cloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class StoredFile:
    body: bytes
    content_type: str


class Files(Protocol):
    """Keys are relative paths of letters, digits, `-`, `_`, `.` and `/`; others are BadRequest."""

    def put(
        self, key: str, body: bytes, content_type: str, deadline: datetime | None = None
    ) -> None:
        """Whole or not at all; an existing file is replaced. Raises TryLater, also where it is not
        there by `deadline` (UTC); then it may be there later."""

    def get(self, key: str) -> StoredFile:
        """Raises NotFound."""

    def read_range(self, key: str, start: int, length: int) -> bytes:
        """Bytes from `start`, fewer at the end, none past it. Raises NotFound."""

    def size(self, key: str) -> int:
        """In bytes. Raises NotFound."""

    def content_type(self, key: str) -> str:
        """Raises NotFound."""

    def delete(self, key: str) -> None:
        """Also where there is nothing to delete."""

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys that start with `prefix`, sorted."""
