"""What a library holds, as this service knows it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Shelf(StrEnum):
    """Where one copy stands with the reader: only `HERE` can be taken home now."""

    HERE = "here"
    ON_LOAN = "on_loan"
    RESERVED = "reserved"
    READ_HERE = "read_here"
    AWAY = "away"


@dataclass(frozen=True)
class Copy:
    """One copy on one shelf. `branch` is a branch id of the library's settings."""

    branch: str
    floor: str = ""
    shelf: str = ""
    call_number: str = ""
    barcode: str = ""
    status: Shelf = Shelf.HERE
    due: date | None = None


@dataclass(frozen=True)
class Record:
    """One title. `id` is stable over re-imports; `isbns`: 13 digits, or old numbers as text."""

    id: str
    title: str
    subtitle: str = ""
    other_titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    publisher: str = ""
    year: int = 0
    isbns: tuple[str, ...] = ()
    clc: str = ""
    subjects: tuple[str, ...] = ()
    language: str = ""
    summary: str = ""
    series: str = ""
    volume: str = ""
    call_number: str = ""
    copies: tuple[Copy, ...] = ()


class Format(StrEnum):
    ISO2709 = "iso2709"
    MARCXML = "marcxml"
    MARC_JSON = "marc_json"
    JSONL = "jsonl"
    CSV = "csv"


class Encoding(StrEnum):
    """`MARC` means: each record says itself whether it is UTF-8 or MARC-8."""

    UTF8 = "utf-8"
    GB18030 = "gb18030"
    MARC = "marc"


class Reason(StrEnum):
    """Why a record stayed out; `texts.catalogue` says it to staff."""

    TRUNCATED = "truncated"
    BAD_LEADER = "bad_leader"
    BAD_DIRECTORY = "bad_directory"
    BAD_CHARACTERS = "bad_characters"
    BAD_XML = "bad_xml"
    BAD_JSON = "bad_json"
    BAD_ROW = "bad_row"
    BAD_COPY = "bad_copy"
    NO_TITLE = "no_title"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Problem:
    """A record that was not taken in: its number in the file from 1, its first byte, and why."""

    position: int
    offset: int
    reason: Reason
    detail: str = ""


class JobState(StrEnum):
    READING = "reading"
    INDEXING = "indexing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class ImportJob:
    """One import, from upload to searchable. `cursor` is a byte offset into the file.

    Always: `seen == added + updated + refused`. `part` of `parts` counts the indexing.
    """

    id: str
    file_key: str
    file_name: str
    size: int
    format: Format
    encoding: Encoding
    started_at: datetime
    by: str
    state: JobState = JobState.READING
    map_yaml: str = ""
    cursor: int = 0
    slices: int = 0
    seen: int = 0
    added: int = 0
    updated: int = 0
    refused: int = 0
    part: int = 0
    parts: int = 0
    failure: str = ""
    finished_at: datetime | None = None


def progress(job: ImportJob) -> int:
    """Percent: reading is three quarters of the work, indexing the rest."""
    if job.state in (JobState.DONE, JobState.FAILED):
        return 100
    if job.state is JobState.READING:
        return 75 * job.cursor // max(1, job.size)
    return 75 + 24 * job.part // max(1, job.parts)
