"""The catalogue's storage in memory, counting what it is asked."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from chalicelib.catalogue.model import ImportJob, Problem
from chalicelib.catalogue.ports import Blob
from chalicelib.errors import Conflict, NotFound
from chalicelib.files.ports import StoredFile


class FakeBlobs:
    def __init__(self) -> None:
        self.held: dict[str, Blob] = {}
        self.fetches = 0

    def fetch(self, names: Collection[str]) -> Mapping[str, Blob]:
        self.fetches += 1
        return {name: self.held[name] for name in names if name in self.held}

    def put_all(self, bodies: Mapping[str, bytes]) -> None:
        self.held.update({name: Blob(body, 1) for name, body in bodies.items()})

    def replace(self, name: str, body: bytes, seen: int) -> None:
        version = self.held[name].version if name in self.held else 0
        if version != seen:
            raise Conflict("changed in between")
        self.held[name] = Blob(body, seen + 1)

    def delete_all(self, names: Collection[str]) -> None:
        for name in names:
            self.held.pop(name, None)


class FakeJobs:
    def __init__(self) -> None:
        self._jobs: dict[str, ImportJob] = {}
        self._problems: dict[str, dict[int, Problem]] = {}

    def save(self, job: ImportJob) -> None:
        self._jobs[job.id] = job

    def job(self, job_id: str) -> ImportJob:
        if job_id not in self._jobs:
            raise NotFound("no such import")
        return self._jobs[job_id]

    def newest(self, most: int, before: str = "") -> Sequence[ImportJob]:
        ids = sorted((i for i in self._jobs if not before or i < before), reverse=True)
        return [self._jobs[i] for i in ids[:most]]

    def add_problems(self, job_id: str, problems: Sequence[Problem]) -> None:
        self._problems.setdefault(job_id, {}).update({p.position: p for p in problems})

    def problems(self, job_id: str, most: int, after: int = 0) -> Sequence[Problem]:
        held = self._problems.get(job_id, {})
        return [held[at] for at in sorted(held) if at > after][:most]


class FakeFiles:
    def __init__(self, held: Mapping[str, bytes] | None = None) -> None:
        self.held = dict(held or {})

    def put(self, key: str, body: bytes, content_type: str) -> None:
        self.held[key] = body

    def get(self, key: str) -> StoredFile:
        if key not in self.held:
            raise NotFound("no such file")
        return StoredFile(self.held[key], "application/octet-stream")

    def read_range(self, key: str, start: int, length: int) -> bytes:
        return self.get(key).body[start : start + length]

    def content_type(self, key: str) -> str:
        return self.get(key).content_type

    def size(self, key: str) -> int:
        return len(self.get(key).body)

    def delete(self, key: str) -> None:
        self.held.pop(key, None)

    def keys(self, prefix: str) -> Iterator[str]:
        return iter(sorted(key for key in self.held if key.startswith(prefix)))
