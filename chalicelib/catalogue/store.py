"""The catalogue's blobs and import jobs in DynamoDB."""

import json
from collections.abc import Collection, Mapping, Sequence

from pynamodb.exceptions import PutError

from chalicelib.catalogue.model import ImportJob, Problem, Reason
from chalicelib.catalogue.ports import Blob
from chalicelib.catalogue.state import pack_job, read_job
from chalicelib.errors import Conflict, NotFound
from chalicelib.tables.catalogue import CatalogueRow, ImportRow
from chalicelib.tables.expressions import unless_refused

_JOBS = "jobs"


class CatalogueStore:
    """Searching reads eventually consistent (half the price), importing `consistent`."""

    def __init__(self, *, consistent: bool = False) -> None:
        self._consistent = consistent

    def fetch(self, names: Collection[str]) -> Mapping[str, Blob]:
        wanted = list(dict.fromkeys(names))
        rows = CatalogueRow.batch_get(wanted, consistent_read=self._consistent)
        return {row.name: Blob(bytes(row.body), int(row.version)) for row in rows}

    def put_all(self, bodies: Mapping[str, bytes]) -> None:
        with CatalogueRow.batch_write() as batch:
            for name, body in bodies.items():
                batch.save(CatalogueRow(name, body=body, version=1))

    def replace(self, name: str, body: bytes, seen: int) -> None:
        row = CatalogueRow(name, body=body, version=seen + 1)
        unchanged = CatalogueRow.version == seen if seen else CatalogueRow.name.does_not_exist()
        try:
            row.save(condition=unchanged)
        except PutError as problem:
            unless_refused(problem)
            raise Conflict("somebody else changed the catalogue in between") from None

    def delete_all(self, names: Collection[str]) -> None:
        with CatalogueRow.batch_write() as batch:
            for name in set(names):
                batch.delete(CatalogueRow(name))


class JobStore:
    def save(self, job: ImportJob) -> None:
        ImportRow(_JOBS, job.id, body=json.dumps(pack_job(job), ensure_ascii=False)).save()

    def job(self, job_id: str) -> ImportJob:
        try:
            row = ImportRow.get(_JOBS, job_id, consistent_read=True)
        except ImportRow.DoesNotExist:
            raise NotFound("no such import") from None
        return read_job(json.loads(row.body))

    def newest(self, most: int, before: str = "") -> Sequence[ImportJob]:
        older = ImportRow.part < before if before else None
        rows = ImportRow.query(_JOBS, older, scan_index_forward=False, limit=most)
        return [read_job(json.loads(row.body)) for row in rows]

    def add_problems(self, job_id: str, problems: Sequence[Problem]) -> None:
        with ImportRow.batch_write() as batch:
            for problem in problems:
                batch.save(ImportRow(job_id, _part(problem.position), body=_packed(problem)))

    def problems(self, job_id: str, most: int, after: int = 0) -> Sequence[Problem]:
        rows = ImportRow.query(job_id, ImportRow.part > _part(after), limit=most)
        return [_problem(row.body) for row in rows]


def _part(position: int) -> str:
    return f"{position:010d}"


def _packed(problem: Problem) -> str:
    row = [problem.position, problem.offset, problem.reason, problem.detail]
    return json.dumps(row, ensure_ascii=False)


def _problem(body: str) -> Problem:
    position, offset, reason, detail = json.loads(body)
    return Problem(position, offset, Reason(reason), detail)
