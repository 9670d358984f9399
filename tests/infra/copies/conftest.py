"""Two stages on the real engine: one that is filled and backed up, one that is empty."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.cases import CaseRow
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@dataclass
class APlace:
    """Remembers what was done to it."""

    settings: Settings
    name: str = "trial"
    done: list[str] = field(default_factory=list)
    _made: list[Services] = field(default_factory=list)

    @property
    def services(self) -> Services:
        """Models are bound to one place at a time: asking for another place binds them anew."""
        if not self._made or CaseRow.Meta.table_name != self.settings.table_name("cases"):
            self._made[:] = [Services(self.settings, clock=lambda: NOW)]
            _ = self._made[0].wire
        return self._made[0]

    def shut(self) -> None:
        self.done.append("shut")

    def open(self) -> None:
        self.done.append("open")

    def scanned(self, short: str) -> list[dict[str, dict[str, object]]]:
        asked = {"TableName": self.settings.table_name(short)}
        rows: list[dict[str, dict[str, object]]] = self._made[0].wire.dispatch("Scan", asked)[
            "Items"
        ]
        return rows

    def put(self, short: str, row: dict[str, dict[str, object]]) -> None:
        asked = {"TableName": self.settings.table_name(short), "Item": row}
        self._made[0].wire.dispatch("PutItem", asked)


Make = Callable[[str], APlace]


@pytest.fixture
def a_place(engine_endpoint: str, tmp_path: Path) -> Make:
    def make(key: str = "key") -> APlace:
        name = f"test-{uuid4().hex[:12]}"
        settings = Settings(
            dynamodb_endpoint=engine_endpoint,
            table_prefix=name,
            files_dir=str(tmp_path / name),
            pseudonym_key=key,
        )
        place = APlace(replace(settings))
        _ = place.services
        create_missing(MODELS)
        return place

    return make
