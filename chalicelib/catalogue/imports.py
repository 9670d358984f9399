"""Imports: a file of records becomes searchable titles, in slices that survive a crash.

For the console: `start` takes a file that lies in `Files` (uploaded under `imports/`), `work` does
the next slice (from the queue, a sweeper or a loop: safe to call too often, one worker at a time
wins), `job`, `newest` and `problems` show how far it is. States: reading -> indexing -> done, or
failed with `ImportJob.failure` in words. Titles are found once the job is done.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from chalicelib.catalogue.buckets import buckets_for
from chalicelib.catalogue.field_map import DEFAULT_MAPS, FieldMaps, read_maps
from chalicelib.catalogue.grams import Spell, spell
from chalicelib.catalogue.iso2709 import Decode
from chalicelib.catalogue.merge import Merge, Place
from chalicelib.catalogue.model import Format, ImportJob, JobState, Problem
from chalicelib.catalogue.ports import Blobs, Jobs
from chalicelib.catalogue.reading import Read, Reader, Source, look_at
from chalicelib.catalogue.runs import merged, run_parts
from chalicelib.catalogue.slices import Slice, SliceMaker
from chalicelib.catalogue.state import (
    STATE,
    CatalogueState,
    bucket_name,
    pack_state,
    read_state,
)
from chalicelib.errors import BadRequest, GiveUp, NotFound
from chalicelib.files.ports import Files

SLICE = 4000
_PART_BYTES = 4 * 1024 * 1024
_MOST_PARTS = 64
_RUN = "application/octet-stream"


@dataclass(frozen=True)
class _Held:
    state: CatalogueState
    version: int


class Imports:
    """`marc8` and `spelled` may load heavy tables when first called; searching never calls them."""

    def __init__(
        self,
        files: Files,
        blobs: Blobs,
        jobs: Jobs,
        marc8: Decode,
        spelled: Spell = spell,
        slice_size: int = SLICE,
    ) -> None:
        self._files = files
        self._blobs = blobs
        self._jobs = jobs
        self._marc8 = marc8
        self._maker = SliceMaker(blobs, spelled)
        self._slice_size = slice_size

    def start(
        self,
        file_key: str,
        file_name: str,
        by: str,
        now: datetime,
        kind: Format | None = None,
        map_yaml: str = "",
    ) -> ImportJob:
        """Raises BadRequest when the file or the map is unfit, or another import is at work."""
        held = self._state()
        if held.state.running:
            raise BadRequest("another import is running")
        source = look_at(self._files, file_key, _maps(map_yaml), kind)
        job = ImportJob(
            id=f"{now:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}",
            file_key=file_key,
            file_name=file_name,
            size=source.size,
            format=source.format,
            encoding=source.encoding,
            started_at=now,
            by=by,
            map_yaml=map_yaml,
            parts=_parts(source.size),
        )
        self._commit(replace(held.state, running=job), held.version)
        return job

    def work(self, now: datetime) -> ImportJob | None:
        """The next slice of the running import; None when there is none.

        A file that cannot be read to its end is indexed as far as it was read, then failed.
        Raises Conflict when another worker was faster, TryLater when storage is busy.
        """
        held = self._state()
        job = held.state.running
        if job is None:
            return None
        try:
            state = self._read(held.state, job) if _is_reading(job) else self._index(held, job)
        except (BadRequest, GiveUp, NotFound) as problem:
            state = replace(held.state, running=_stopped(job, str(problem)))
        return self._finish(state, held.version, now)

    def job(self, job_id: str) -> ImportJob:
        return self._jobs.job(job_id)

    def newest(self, most: int, before: str = "") -> Sequence[ImportJob]:
        return self._jobs.newest(most, before)

    def problems(self, job_id: str, most: int, after: int = 0) -> Sequence[Problem]:
        """In the order of the file, after position `after`."""
        return self._jobs.problems(job_id, most, after)

    def _state(self) -> _Held:
        blob = self._blobs.fetch([STATE]).get(STATE)
        return _Held(read_state(blob.body), blob.version) if blob else _Held(CatalogueState(), 0)

    def _commit(self, state: CatalogueState, seen: int) -> None:
        """The state first: it is the truth; the job's own row is what staff look at."""
        self._blobs.replace(STATE, pack_state(state), seen)
        if state.running:
            self._jobs.save(state.running)

    def _finish(self, state: CatalogueState, seen: int, now: datetime) -> ImportJob | None:
        job = state.running
        if job and job.state in (JobState.DONE, JobState.FAILED):
            job = replace(job, finished_at=now)
            self._jobs.save(job)
            copied = now if job.state is JobState.DONE else state.copied
            ended = replace(state, running=None, copied=copied)
            self._blobs.replace(STATE, pack_state(ended), seen)
            return job
        self._commit(state, seen)
        return job

    def _read(self, state: CatalogueState, job: ImportJob) -> CatalogueState:
        """One slice of the file; an empty one means the end."""
        if state.left:
            self._blobs.delete_all(_buckets(*state.left))
            return replace(state, left=None)
        maps = _maps(job.map_yaml)
        source = self._source(job, maps)
        reader = Reader(self._files, maps, self._marc8)
        read = list(reader.read(source, job.cursor, job.seen, self._slice_size))
        if not read:
            return replace(state, running=replace(job, state=JobState.INDEXING, part=0))
        records = [one.record for one in read if one.record is not None]
        problems = [one.problem for one in read if one.problem is not None]
        made = self._maker.make(records, state.sequences)
        added, updated, gone = self._write_run(job, made)
        self._jobs.add_problems(job.id, problems)
        self._write(made, gone)
        after = _after(job, read, added, updated, len(problems))
        titles = state.titles + added
        return replace(state, sequences=made.sequences, titles=titles, running=after)

    def _source(self, job: ImportJob, maps: FieldMaps) -> Source:
        if job.format is Format.CSV:
            return look_at(self._files, job.file_key, maps, job.format)
        return Source(job.file_key, job.size, job.format, job.encoding)

    def _write_run(self, job: ImportJob, made: Slice) -> tuple[int, int, list[str]]:
        """Once for each slice: its note is written last and stands for the whole."""
        note = f"{_folder(job)}/note-{job.slices:06d}.json"
        if not self._is_there(note):
            for part, body in enumerate(run_parts(made.changes, job.parts)):
                self._files.put(_run_key(job, part, job.slices), body, _RUN)
            counts = [made.added, made.updated, sorted(made.gone)]
            self._files.put(note, json.dumps(counts).encode(), "application/json")
        added, updated, gone = json.loads(self._files.get(note).body)
        return added, updated, gone

    def _write(self, made: Slice, gone: list[str]) -> None:
        self._blobs.put_all(made.records)
        self._blobs.put_all(made.ids)
        self._blobs.delete_all([name for name in gone if name not in made.records])

    def _index(self, held: _Held, job: ImportJob) -> CatalogueState:
        """One part of the index; after the last, readers move to what was written."""
        old, new = _places(held.state, job)
        if job.part < job.parts:
            keys = [_run_key(job, job.part, number) for number in range(job.slices)]
            changes = merged(self._files.get(key).body for key in keys)
            Merge(self._blobs, old, new).part(job.part, job.parts, changes)
            return replace(held.state, running=replace(job, part=job.part + 1))
        self._tidy(job)
        ended = replace(job, state=JobState.FAILED if job.failure else JobState.DONE)
        left = old if new != old else None
        return replace(
            held.state,
            generation=new.generation,
            buckets=new.buckets,
            left=(left.generation, left.buckets) if left else held.state.left,
            running=ended,
        )

    def _is_there(self, key: str) -> bool:
        try:
            return self._files.size(key) > 0
        except NotFound:
            return False

    def _tidy(self, job: ImportJob) -> None:
        for key in list(self._files.keys(f"{_folder(job)}/")):
            self._files.delete(key)


def _maps(text: str) -> FieldMaps:
    return read_maps(text) if text else DEFAULT_MAPS


def _parts(size: int) -> int:
    """A part fits in memory with all its postings, about thirty times the bytes of its titles."""
    wanted = min(_MOST_PARTS, max(1, size // _PART_BYTES))
    return 1 << (wanted - 1).bit_length()


def _is_reading(job: ImportJob) -> bool:
    return job.state is JobState.READING


def _stopped(job: ImportJob, failure: str) -> ImportJob:
    ended = JobState.INDEXING if _is_reading(job) else JobState.FAILED
    return replace(job, state=ended, failure=failure)


def _buckets(generation: int, buckets: int) -> list[str]:
    return [bucket_name(generation, bucket) for bucket in range(buckets)]


def _after(
    job: ImportJob, read: Sequence[Read], added: int, updated: int, refused: int
) -> ImportJob:
    return replace(
        job,
        cursor=read[-1].next,
        slices=job.slices + 1,
        seen=job.seen + len(read),
        added=job.added + added,
        updated=job.updated + updated,
        refused=job.refused + refused,
    )


def _folder(job: ImportJob) -> str:
    return f"catalogue/{job.id}"


def _run_key(job: ImportJob, part: int, number: int) -> str:
    return f"{_folder(job)}/part-{part:02d}/run-{number:06d}.bin"


def _places(state: CatalogueState, job: ImportJob) -> tuple[Place, Place]:
    """More buckets when titles outgrew them by half, or parts are finer than they are."""
    old = Place(state.generation, state.buckets)
    wanted = max(buckets_for(state.titles), job.parts)
    crowded = wanted > state.buckets * 2 or state.buckets < job.parts
    first = state.generation == 0
    return old, Place(state.generation + 1, max(wanted, state.buckets)) if crowded or first else old
