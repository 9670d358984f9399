"""The one row that says how the index lies in storage, and which import is at work on it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from chalicelib.catalogue.buckets import FEWEST_BUCKETS
from chalicelib.catalogue.model import Encoding, Format, ImportJob, JobState

STATE = "state"
DIRECTORY_PARTS = 16


@dataclass(frozen=True)
class CatalogueState:
    """`sequences`: for each weight the next free place. `left`: a generation to be deleted."""

    generation: int = 0
    buckets: int = FEWEST_BUCKETS
    titles: int = 0
    sequences: Mapping[int, int] = field(default_factory=dict)
    left: tuple[int, int] | None = None
    running: ImportJob | None = None
    copied: datetime | None = None
    """When the last import was taken in whole."""


def bucket_name(generation: int, bucket: int) -> str:
    return f"b{generation}.{bucket}"


def blob_name(key: str, part: str, chunk: int = 0) -> str:
    """Part `m` of a long list is titles and authors, `s` subjects."""
    return f"t{part}{chunk}:{key}"


def record_name(number: int) -> str:
    return f"r{number}"


def id_name(record_id: str) -> str:
    return f"i{record_id}"


def directory_name(part: int) -> str:
    return f"d{part}"


def pack_state(state: CatalogueState) -> bytes:
    job = pack_job(state.running) if state.running else None
    plain = {
        "generation": state.generation,
        "buckets": state.buckets,
        "titles": state.titles,
        "sequences": {str(weight): n for weight, n in state.sequences.items()},
        "left": state.left,
        "running": job,
        "copied": _plain(state.copied),
    }
    return json.dumps(plain).encode()


def read_state(body: bytes) -> CatalogueState:
    plain = json.loads(body)
    sequences = {int(weight): n for weight, n in plain["sequences"].items()}
    running = read_job(plain["running"]) if plain["running"] else None
    left = tuple(plain["left"]) if plain["left"] else None
    copied = datetime.fromisoformat(plain["copied"]) if plain.get("copied") else None
    return CatalogueState(
        plain["generation"], plain["buckets"], plain["titles"], sequences, left, running, copied
    )


def pack_job(job: ImportJob) -> dict[str, Any]:
    return {f.name: _plain(getattr(job, f.name)) for f in fields(job)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def read_job(plain: Mapping[str, Any]) -> ImportJob:
    job = ImportJob(**plain)
    finished = plain["finished_at"]
    return replace(
        job,
        format=Format(job.format),
        encoding=Encoding(job.encoding),
        state=JobState(job.state),
        started_at=datetime.fromisoformat(plain["started_at"]),
        finished_at=datetime.fromisoformat(finished) if finished else None,
    )
