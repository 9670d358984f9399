"""A deployed stage that somebody has lived in, its backup, and what a restore made of it."""

import re
from dataclasses import dataclass
from pathlib import Path

from infra.copies.archive import Reader
from infra.copies.place import KEPT
from infra.copies.rows import to_line
from infra.roles import TABLE_IDS
from tests.infra.cloud import Cloud, Visitor
from tests.infra.fill import LEAVING, STAYING

NUMBER = re.compile(r"\b\d{4}-\d{4}\b")
Rows = frozenset[tuple[str, str]]
"""Table and line, so that two stages are compared row by row."""


@dataclass(frozen=True)
class Copied:
    first: Path
    newer: Path
    exported: Path


def lived_in(cloud: Cloud, visitor: Visitor, folder: Path) -> Copied:
    """Two readers with a card each complain; one is forgotten as soon as the backup is made."""
    first, newer, exported = (folder / f"{name}.zip" for name in ("first", "newer", "exported"))
    assert NUMBER.search(visitor.says("投诉 三楼太冷", STAYING))
    assert NUMBER.search(visitor.says("投诉 三楼太热", LEAVING))
    done(cloud, "backup", FILE=str(first))
    done(cloud, "export", FILE=str(exported))
    visitor.says("忘记我", LEAVING)
    assert "全部删除" in visitor.says("1", LEAVING)
    return Copied(first, newer, exported)


def done(cloud: Cloud, verb: str, given: str = "", **more: str) -> str:
    """What a command said that did it."""
    code, said = cloud.make(verb, given, **more)
    assert code == 0, said
    return said


def rows_of(file: Path) -> Rows:
    reader = Reader(file)
    return frozenset(
        (short, to_line(row).decode())
        for short in reader.manifest.tables
        for row in reader.table(short)
    )


def rows_in(cloud: Cloud) -> Rows:
    """Asked of the cloud itself."""
    pages = cloud.client("dynamodb").get_paginator("scan")
    return frozenset(
        (short, to_line(row).decode())
        for short in KEPT
        for page in pages.paginate(TableName=cloud.real(TABLE_IDS[short]))
        for row in page["Items"]
    )
