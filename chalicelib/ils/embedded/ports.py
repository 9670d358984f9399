"""The shape of storage the embedded system needs; `store` has it, and a fake in tests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Mark(StrEnum):
    """Lists of titles that staff or the sweeper have to do something about."""

    TO_FETCH = "to_fetch"
    """A copy on the shelf is promised; sorted by since when."""
    READY = "ready"
    """A copy stands on the hold shelf or is on its way there; sorted by until when."""


@dataclass(frozen=True)
class Row:
    """`version` is the stored row's as it was read, 0 where there is none. `body` '': it is to
    go. `marks`: the lists it stands in, each with its sort word. `gone_after`: epoch seconds."""

    key: str
    body: str = ""
    version: int = 0
    marks: tuple[tuple[Mark, str], ...] = ()
    gone_after: int | None = None


@dataclass(frozen=True)
class Keys:
    """`next` is '' after the last page."""

    keys: tuple[str, ...]
    next: str = ""


class Rows(Protocol):
    def fetch(self, keys: Collection[str]) -> Mapping[str, Row]:
        """Those there are, as they stand at this moment; up to 100. Raises TryLater."""

    def commit(self, rows: Sequence[Row]) -> None:
        """All or none, each on condition that its stored version is still `row.version`; stores
        the next. Raises Conflict where one is not, TryLater where its fate is unknown."""

    def marked(self, mark: Mark, before: str, after: str, most: int) -> Keys:
        """Keys of the rows in a list whose sort word is below `before` ('' : all of them),
        lowest first. May lag a moment behind. `after` is a page's `next`."""
