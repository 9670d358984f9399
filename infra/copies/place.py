"""A stage as backup and restore see it: its tables, its files, and whether it is shut."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from chalicelib.errors import TryLater
from chalicelib.tables.all import MODELS
from chalicelib.wiring import Services
from infra.copies.rows import Row
from infra.stage import Unfit

AT_ONCE = 25
"""What BatchWriteItem takes."""
TRIES = 8
KEPT: dict[str, Any] = {
    str(model.Meta.short_name): model  # type: ignore[attr-defined]
    for model in MODELS
    if model.Meta.backed_up  # type: ignore[attr-defined]
}
"""Tables of a backup, by short name."""


class Place(Protocol):
    """`shut` ends all service until `open`; both may be called again."""

    @property
    def name(self) -> str: ...

    @property
    def services(self) -> Services: ...

    def shut(self) -> None: ...

    def open(self) -> None: ...


def release() -> str:
    project = Path(__file__).resolve().parent.parent.parent / "pyproject.toml"
    return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])


def scan(services: Services, short: str) -> Iterator[Row]:
    """Every row as stored, a page at a time."""
    asked: dict[str, Any] = {"TableName": _real(services, short), "ConsistentRead": True}
    while True:
        page = _patiently(services, "Scan", asked)
        yield from page["Items"]
        if not page.get("LastEvaluatedKey"):
            return
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def is_empty(services: Services, short: str) -> bool:
    asked = {"TableName": _real(services, short), "Limit": 1, "ConsistentRead": True}
    return not _patiently(services, "Scan", asked)["Items"]


def write(services: Services, short: str, rows: Iterable[Row]) -> None:
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            _write(services, short, waiting)
            waiting = []
    if waiting:
        _write(services, short, waiting)


def _write(services: Services, short: str, rows: list[Row]) -> None:
    table = _real(services, short)
    left: dict[str, Any] = {table: [{"PutRequest": {"Item": row}} for row in rows]}
    for _ in range(TRIES):
        asked = {"RequestItems": left}
        left = _patiently(services, "BatchWriteItem", asked).get("UnprocessedItems", {})
        if not left:
            return
    raise Unfit(f"{table} takes no more rows just now; run the same command again")


def _patiently(services: Services, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
    for _ in range(TRIES - 1):
        try:
            return services.wire.dispatch(operation, asked)
        except TryLater:
            continue
    return services.wire.dispatch(operation, asked)


def _real(services: Services, short: str) -> str:
    return services.settings.table_name(short)
