"""Catalogue imports as staff start and watch them."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.model import Format, ImportJob, JobState, Problem, progress
from chalicelib.staff.bodies import Upload, in_chinese
from chalicelib.staff.model import Action
from chalicelib.staff.paging import opened, sealed
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import Call, Refusal, Reply, Route, page, read, upload
from chalicelib.texts import staff as texts

PAGE = 20
PROBLEMS = 50
_ENDING = re.compile(r"\.([a-z0-9]{1,8})$")


class ImportForm(msgspec.Struct):
    """No `format`: found out from the file. `map_yaml`: the library's own field map."""

    format: Format | None = None
    map_yaml: Annotated[str, Meta(max_length=65536)] = ""


class OneImport(msgspec.Struct):
    id: str
    file_name: str
    size: int
    format: str
    encoding: str
    state: JobState
    seen: int
    added: int
    updated: int
    refused: int
    failure: str
    started_at: datetime
    finished_at: datetime | None
    by: str
    progress: int = 0
    """Percent."""


class SomeImports(msgspec.Struct):
    items: list[OneImport]
    next: str | None = None


class Refused(msgspec.Struct):
    """`position` counts the file's records from 1; `offset` is the record's first byte."""

    position: int
    offset: int
    reason: str
    says: str
    detail: str


class SomeProblems(msgspec.Struct):
    items: list[Refused]
    next: str | None = None


def imports_page(call: Call, refusal: Refusal | None = None) -> Reply:
    jobs, mark = _jobs(call)
    return show(
        call,
        "catalogue.html",
        refusal,
        jobs=jobs,
        formats=list(Format),
        progress=progress,
        next=mark,
    )


def _jobs(call: Call) -> tuple[Sequence[ImportJob], str | None]:
    before = opened(call.query.get("after"), call.secret) or ""
    jobs = call.services.imports.newest(PAGE, before)
    more = jobs[-1].id if len(jobs) == PAGE else None
    return jobs, sealed(more, call.secret)


def start(call: Call, sent: ImportForm, file: Upload) -> Reply:
    job = _started(call, sent, file)
    return to(call, f"/staff/catalogue/imports/{job.id}", subject=job.id)


def _started(call: Call, sent: ImportForm, file: Upload) -> ImportJob:
    """The file is kept first: what is worked off lies in storage, not in this request."""
    ending = _ENDING.search(file.name.lower())
    key = f"imports/{secrets.token_hex(12)}.{ending[1] if ending else 'bin'}"
    call.services.files.put(key, file.content, "application/octet-stream")
    try:
        return call.services.imports.start(
            key, file.name, call.user.name, call.now, sent.format, sent.map_yaml.strip()
        )
    except Exception:
        call.services.files.delete(key)
        raise


def import_page(call: Call) -> Reply:
    job = call.services.imports.job(call.params["id"])
    problems, mark = _problems(call, job)
    running = job.state in (JobState.READING, JobState.INDEXING)
    return show(
        call,
        "catalogue_import.html",
        job=job,
        problems=problems,
        next=mark,
        running=running,
        percent=progress(job),
        said=in_chinese,
    )


def _problems(call: Call, job: ImportJob) -> tuple[Sequence[Problem], str | None]:
    after = opened(call.query.get("after"), call.secret) or "0"
    found = call.services.imports.problems(job.id, PROBLEMS, int(after))
    more = str(found[-1].position) if len(found) == PROBLEMS else None
    return found, sealed(more, call.secret)


def start_by_api(call: Call, sent: ImportForm, file: Upload) -> Reply:
    job = _started(call, sent, file)
    return json(_plain(job), subject=job.id)


def imports_by_api(call: Call) -> Reply:
    jobs, mark = _jobs(call)
    return json(SomeImports([_plain(job) for job in jobs], mark))


def import_by_api(call: Call) -> Reply:
    return json(_plain(call.services.imports.job(call.params["id"])))


def problems_by_api(call: Call) -> Reply:
    found, mark = _problems(call, call.services.imports.job(call.params["id"]))
    items = [
        Refused(one.position, one.offset, one.reason, texts.REASONS[one.reason], one.detail)
        for one in found
    ]
    return json(SomeProblems(items, mark))


def _plain(job: ImportJob) -> OneImport:
    plain = msgspec.convert(job, OneImport, from_attributes=True)
    return msgspec.structs.replace(plain, progress=progress(job))


IMPORT = Action.IMPORT_CATALOGUE
_ONE = "/staff/catalogue/imports/{id}"
_API = "/staff/api/catalogue/imports"
ROUTES: tuple[Route, ...] = (
    page("/staff/catalogue", IMPORT, "Imports, newest first", imports_page),
    upload(
        "/staff/catalogue/imports",
        IMPORT,
        "Upload a file of records and import it",
        ImportForm,
        start,
        deed="catalogue.import",
        again=imports_page,
    ),
    page(_ONE, IMPORT, "How far an import is, and what it refused", import_page),
    upload(
        _API,
        IMPORT,
        "Upload a file of records and import it",
        ImportForm,
        start_by_api,
        deed="catalogue.import",
        gives=OneImport,
    ),
    read(_API, IMPORT, "Imports, newest first", SomeImports, imports_by_api),
    read(f"{_API}/{{id}}", IMPORT, "How far an import is", OneImport, import_by_api),
    read(f"{_API}/{{id}}/problems", IMPORT, "What it refused", SomeProblems, problems_by_api),
)
