"""The one file of a backup: a zip of gzipped JSON lines, the files themselves, and the manifest.

The manifest is written last and the file gets its name then, so a broken-off backup is none.
"""

import gzip
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from infra.copies.manifest import Counted, Manifest, from_json
from infra.copies.rows import Row, Sum, from_line, to_line
from infra.stage import Unfit

MANIFEST, FILE_LIST = "manifest.json", "files.jsonl.gz"
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class FileFact:
    """A file's key, what it is, and the hash of its bytes."""

    key: str
    content_type: str
    sha256: str


class Writer:
    """Only its owner may read the file: it holds what readers wrote."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._half = path.with_name(f".{path.name}.part")
        self._half.unlink(missing_ok=True)
        self._file = os.fdopen(os.open(self._half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            self._half.replace(self._path)
        else:
            self._half.unlink()

    def table(self, short: str, rows: Iterable[Row]) -> Counted:
        return self._lines(f"tables/{short}.jsonl.gz", (to_line(row) for row in rows))

    def file(self, key: str, pieces: Iterable[bytes]) -> None:
        with self._zip.open(_entry(f"files/{key}"), "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)

    def file_list(self, facts: Iterable[FileFact]) -> Counted:
        return self._lines(FILE_LIST, (_fact_line(fact) for fact in facts))

    def manifest(self, manifest: Manifest) -> None:
        self._zip.writestr(_entry(MANIFEST), manifest.to_json())

    def _lines(self, name: str, lines: Iterable[bytes]) -> Counted:
        counted = Sum()
        with (
            self._zip.open(_entry(name), "w", force_zip64=True) as member,
            gzip.GzipFile("", "wb", 6, member, mtime=0) as packed,
        ):
            for line in lines:
                counted.add(line)
                packed.write(line)
        return Counted(counted.lines, counted.hash)


class Reader:
    """Raises Unfit where the file is no whole backup."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = from_json(self._zip.read(MANIFEST))
        except FileNotFoundError:
            raise Unfit(f"there is no {path}") from None
        except (zipfile.BadZipFile, KeyError, ValueError):
            raise Unfit(f"{path} is no whole backup of Weiguan") from None

    def table(self, short: str) -> Iterator[Row]:
        return (from_line(line) for line in self._lines(f"tables/{short}.jsonl.gz"))

    def files(self) -> Iterator[FileFact]:
        return (FileFact(**json.loads(line)) for line in self._lines(FILE_LIST))

    def file(self, key: str) -> bytes:
        return self._zip.read(f"files/{key}")

    def check(self) -> None:
        """Every byte is read once and compared with the manifest before anything is written."""
        try:
            for short, said in self.manifest.tables.items():
                self._compare(f"tables/{short}.jsonl.gz", said)
            self._compare(FILE_LIST, self.manifest.files)
            broken = self._zip.testzip()
        except (zipfile.BadZipFile, OSError, EOFError, KeyError) as problem:
            raise Unfit(f"the backup is damaged: {problem}") from None
        if broken:
            raise Unfit(f"the backup is damaged: {broken}")

    def _compare(self, name: str, said: Counted) -> None:
        counted = Sum()
        for line in self._lines(name):
            counted.add(line)
        if Counted(counted.lines, counted.hash) != said:
            raise Unfit(f"the backup is damaged: {name} is not what its manifest says")

    def _lines(self, name: str) -> Iterator[bytes]:
        with self._zip.open(name) as member, gzip.GzipFile(fileobj=member) as lines:
            yield from lines


def _fact_line(fact: FileFact) -> bytes:
    plain: dict[str, Any] = {
        "key": fact.key,
        "content_type": fact.content_type,
        "sha256": fact.sha256,
    }
    return json.dumps(plain, sort_keys=True).encode() + b"\n"


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the time of day, so that the same rows give the same bytes."""
    return zipfile.ZipInfo(name, EPOCH)
