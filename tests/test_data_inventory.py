"""docs/data-inventory.md tells of every table there is, and of how its rows go."""

import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.tables.all import MODELS
from infra.resources import bucket

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "data-inventory.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| `")
]
TABLES = {row[0].strip("`"): row for row in ROWS if len(row) == 8}
FILES = {row[0].strip("`"): row for row in ROWS if len(row) == 5}
META: dict[str, Any] = {str(model.Meta.short_name): model for model in MODELS}  # type: ignore[attr-defined]


def test_every_table_is_listed_and_no_other() -> None:
    assert set(TABLES) == set(META)


@pytest.mark.parametrize("name", sorted(META))
def test_how_rows_go_is_as_the_table_says(name: str) -> None:
    attribute = META[name]._ttl_attribute()
    ends_by = f"`{attribute.attr_name}`" if attribute else "–"
    assert TABLES[name][5] == ends_by


@pytest.mark.parametrize("name", sorted(META))
def test_what_a_backup_takes_is_as_the_table_says(name: str) -> None:
    assert TABLES[name][7] == ("yes" if META[name].Meta.backed_up else "no")


@pytest.mark.parametrize("name", sorted(META))
def test_nothing_is_left_blank(name: str) -> None:
    assert [cell for cell in TABLES[name] if not cell] == []


def test_files_go_after_the_days_that_are_told() -> None:
    rules = bucket()["Files"]["Properties"]["LifecycleConfiguration"]["Rules"]
    told = {name: int(re.findall(r"\d+", row[3])[0]) for name, row in FILES.items()}
    kept = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "Prefix" in rule}
    assert told == kept
