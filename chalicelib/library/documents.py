"""Small documents that staff edit: facts, overrides, menu, welcome and the like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_CHARS = 200_000
KEPT_VERSIONS = 20


@dataclass(frozen=True)
class Document:
    """`version` counts from 1; 0 is a document nobody saved yet.

    `plain` is the body as JSON, quick to read; '' where JSON cannot say the same.
    """

    name: str
    body: str = ""
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""
    plain: str = ""


class Documents(Protocol):
    def all(self) -> Mapping[str, Document]:
        """Every document as it stands now, in one call."""

    def save(self, document: Document, now: datetime) -> Document:
        """Stores `document` as the version after `document.version`, by `saved_by`.

        Raises Conflict where that is not the stored version any more, BadRequest where it is
        longer than MAX_CHARS.
        """

    def history(self, name: str) -> tuple[Document, ...]:
        """The last versions, newest first."""
