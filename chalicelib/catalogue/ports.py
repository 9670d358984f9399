"""The shapes of storage the catalogue needs; `store` has them, and fakes in tests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.catalogue.model import ImportJob, Problem


@dataclass(frozen=True)
class Blob:
    body: bytes
    version: int


class Blobs(Protocol):
    """Named bytes, up to 380 KB each. Names are made by `names`."""

    def fetch(self, names: Collection[str]) -> Mapping[str, Blob]:
        """What there is of them; up to 100 names and 16 MB are one call."""

    def put_all(self, bodies: Mapping[str, bytes]) -> None:
        """Unconditional; for what only one worker writes and a repeat writes the same."""

    def replace(self, name: str, body: bytes, seen: int) -> None:
        """Raises Conflict unless the version is still `seen` (0: nothing there)."""

    def delete_all(self, names: Collection[str]) -> None: ...


class Jobs(Protocol):
    """Imports, newest first, and what each refused, in pages of up to `most`."""

    def save(self, job: ImportJob) -> None: ...

    def job(self, job_id: str) -> ImportJob:
        """Raises NotFound."""

    def newest(self, most: int, before: str = "") -> Sequence[ImportJob]: ...

    def add_problems(self, job_id: str, problems: Sequence[Problem]) -> None:
        """A repeat changes nothing: a problem is known by its position."""

    def problems(self, job_id: str, most: int, after: int = 0) -> Sequence[Problem]: ...
