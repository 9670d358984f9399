"""A deployed stage that somebody has lived in, its backup, and what a restore made of it."""

import json
import re
import zipfile
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
    """`number` is the staying reader's case, `password` that of the first of the staff."""

    first: Path
    newer: Path
    exported: Path
    number: str
    password: str


def lived_in(cloud: Cloud, visitor: Visitor, folder: Path) -> Copied:
    """Two readers with a card each complain; one is forgotten as soon as the backup is made."""
    first, newer, exported = (folder / f"{name}.zip" for name in ("first", "newer", "exported"))
    password = a_password(cloud)
    cases = {
        reader: NUMBER.findall(visitor.says(f"投诉 {reader}觉得冷", reader))[0]
        for reader in (STAYING, LEAVING)
    }
    done(cloud, "backup", FILE=str(first))
    done(cloud, "export", FILE=str(exported))
    assert "忘" in visitor.says("忘记我", LEAVING)
    return Copied(first, newer, exported, cases[STAYING], password)


def a_password(cloud: Cloud) -> str:
    found: str = re.findall(r"password (\S+) ", done(cloud, "admin", RESET="admin"))[0]
    return found


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


def files_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as held:
        named = [name for name in held.namelist() if name.startswith("files/")]
        return {name.removeprefix("files/"): held.read(name) for name in named}


def files_in(cloud: Cloud) -> dict[str, bytes]:
    store, bucket = cloud.client("s3"), cloud.output("FilesBucket")
    listed = store.list_objects_v2(Bucket=bucket).get("Contents", [])
    keys = [str(one["Key"]) for one in listed]
    return {key: store.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def told_of(rows: Rows) -> str:
    """For the message of a test: which rows they are."""
    return json.dumps(sorted(rows), ensure_ascii=False, indent=1)[:4000]
