"""Records and catalogues for tests."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.catalogue.imports import Imports
from chalicelib.catalogue.json_rows import row_from
from chalicelib.catalogue.marc8 import decode_marc8
from chalicelib.catalogue.model import ImportJob, Record
from chalicelib.catalogue.ports import Blobs
from chalicelib.catalogue.service import Search
from tests.catalogue.fakes import FakeBlobs, FakeFiles, FakeJobs

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def a_record(title: str = "红楼梦", **other: Any) -> Record:
    made_up = {"id": f"t-{title}-{other.get('authors', ())}"}
    return Record(title=title, **(made_up | other))


def as_jsonl(records: Sequence[Record]) -> bytes:
    rows = (json.dumps(row_from(record), ensure_ascii=False) for record in records)
    return "\n".join(rows).encode()


@dataclass
class Desk:
    """A catalogue over `blobs` into which files can be imported."""

    blobs: Blobs
    files: FakeFiles
    jobs: FakeJobs
    imports: Imports

    def take_in(self, body: bytes, **options: Any) -> ImportJob:
        self.files.put("imports/file", body, "application/octet-stream")
        self.imports.start("imports/file", "file", "staff", NOW, **options)
        return self.finish()

    def finish(self) -> ImportJob:
        job = self.imports.work(NOW)
        assert job is not None
        return job if job.finished_at else self.finish()

    @property
    def search(self) -> Search:
        return Search(self.blobs)


def a_desk(slice_size: int = 4000, blobs: Blobs | None = None) -> Desk:
    held, files, jobs = blobs or FakeBlobs(), FakeFiles(), FakeJobs()
    imports = Imports(files, held, jobs, decode_marc8, slice_size=slice_size)
    return Desk(held, files, jobs, imports)


def a_catalogue(*records: Record, slice_size: int = 4000) -> Desk:
    desk = a_desk(slice_size)
    desk.take_in(as_jsonl(records))
    return desk
