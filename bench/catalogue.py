"""Catalogue search at size: build, bytes, and every answer against a scan of all titles.

The index is built by the import that staff use, over storage in memory: the same names and bytes
that DynamoDB would hold, without its network. `WEIGUAN_BENCH_COUNT` sets the number of titles
(a million unless told), `WEIGUAN_BENCH_ENGINE_COUNT` those put into a real engine as well.
"""

import gc
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bench.rivals import Rival, sqlite, tantivy, texts
from bench.titles import questions, records, seedbed
from bench.truth import Scan
from chalicelib.catalogue.imports import Imports
from chalicelib.catalogue.json_rows import row_from
from chalicelib.catalogue.marc8 import decode_marc8
from chalicelib.catalogue.model import JobState, Record
from chalicelib.catalogue.ports import Blobs, Jobs
from chalicelib.catalogue.service import Found, Search
from chalicelib.catalogue.store import CatalogueStore, JobStore
from chalicelib.files.store import FolderFiles
from chalicelib.settings import Settings
from chalicelib.tables.catalogue import CatalogueRow, ImportRow
from chalicelib.tables.connect import open_wire, share
from chalicelib.tables.create import create_missing
from local import engine
from tests.catalogue.fakes import FakeBlobs, FakeJobs

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EACH = 300
PAGES = 5


def run() -> None:
    count = int(os.environ.get("WEIGUAN_BENCH_COUNT", "1000000"))
    bed = seedbed()
    held = list(records(bed, count))
    gc.freeze()
    asked = questions(bed, held, EACH)
    print(f"{count:,} titles grown from {bed.name}; {EACH} questions of each kind")
    blobs = FakeBlobs()
    _say_build(build(held, blobs, FakeJobs()), blobs)
    wrong = show_questions(Search(blobs), asked, Scan(held))
    print(f"answers that differ from the scan: {wrong}")
    del blobs
    with tempfile.TemporaryDirectory() as folder:
        rows = texts(held)
        for make in (sqlite, tantivy):
            _show_rival(make(rows, Path(folder)), asked)
    engine_count = int(os.environ.get("WEIGUAN_BENCH_ENGINE_COUNT", "20000"))
    _on_an_engine(held[:engine_count], asked)


@dataclass(frozen=True)
class Built:
    reading_s: float
    indexing_s: float


def build(held: Sequence[Record], blobs: Blobs, jobs: Jobs) -> Built:
    """As a staff import: a file, slices, parts."""
    with tempfile.TemporaryDirectory() as folder:
        files = FolderFiles(Path(folder))
        path = Path(folder) / "titles.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row_from(r), ensure_ascii=False) + "\n" for r in held)
        imports = Imports(files, blobs, jobs, decode_marc8)
        imports.start("titles.jsonl", "titles", "bench", NOW)
        spent = dict.fromkeys(JobState, 0.0)
        state = JobState.READING
        while state in (JobState.READING, JobState.INDEXING):
            began = time.perf_counter()
            job = imports.work(NOW)
            spent[state] += time.perf_counter() - began
            assert job is not None
            state = job.state
        assert (state, job.added) == (JobState.DONE, len(held)), job
    return Built(spent[JobState.READING], spent[JobState.INDEXING])


def _say_build(built: Built, blobs: FakeBlobs) -> None:
    sizes = {kind: [len(b.body) for n, b in blobs.held.items() if n[0] == kind] for kind in "btdri"}
    print(f"build: {built.reading_s:.0f} s reading and sorting, {built.indexing_s:.0f} s indexing")
    print(
        f"index: {sum(sizes['b'] + sizes['t'] + sizes['d']) / 1e6:.1f} MB "
        f"({len(sizes['b']):,} buckets of {statistics.mean(sizes['b']):,.0f} B, "
        f"{len(sizes['t']):,} long lists, {sum(sizes['t']) / 1e6:.1f} MB, largest "
        f"{max(sizes['t'], default=0) / 1e3:.0f} kB, directory {sum(sizes['d']) / 1e3:.0f} kB); "
        f"records {sum(sizes['r']) / 1e6:.0f} MB, ids {sum(sizes['i']) / 1e6:.0f} MB"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


@dataclass(frozen=True)
class Cost:
    items: int
    bytes: int
    checked: int
    ms: float


def show_questions(search: Search, asked: dict[str, list[str]], scan: Scan) -> int:
    """Prints the table; returns how many answers differ from the scan."""
    print("| question | items p50/p95 | bytes p50/p95 | checked | ms p50/p95 | titles p50 |")
    print("|---|---|---|---|---|---|")
    every: list[Cost] = []
    wrong = 0
    for kind, group in asked.items():
        costs = [_cost(search, said) for said in group]
        totals = [len(ids) for said in group for ids in [scan.found(said)]]
        wrong += sum(not is_right(search, said, scan) for said in group)
        every += costs
        print(_line(kind, costs, statistics.median(totals)))
    print(_line("all", every, 0))
    return wrong


def is_right(search: Search, said: str, scan: Scan) -> bool:
    truth = scan.found(said)
    pages = [search.find(said, page, NOW) for page in range(PAGES)]
    ids = [hit.record.id for page in pages for hit in page.hits]
    return _total(pages[0]) == len(truth) and ids[: len(truth)] == truth[: PAGES * 5]


def _total(found: Found) -> int:
    return found.total if found.how == "exact" else 0


def _cost(search: Search, said: str) -> Cost:
    began = time.perf_counter()
    tally = search.find(said, 0, NOW).tally
    ms = (time.perf_counter() - began) * 1000
    return Cost(tally.items, tally.bytes, tally.checked, ms)


def _line(kind: str, costs: Sequence[Cost], titles: float) -> str:
    items, sizes = _spread([c.items for c in costs]), _spread([c.bytes for c in costs])
    times = _spread([c.ms for c in costs])
    return (
        f"| {kind} | {items[0]:.0f}/{items[1]:.0f} | {sizes[0]:,.0f}/{sizes[1]:,.0f} "
        f"| {sum(c.checked for c in costs)} | {times[0]:.2f}/{times[1]:.2f} | {titles:,.0f} |"
    )


def _spread(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]


def _show_rival(rival: Rival, asked: dict[str, list[str]]) -> None:
    print(f"{rival.name}: build {rival.build_s:.0f} s, {rival.bytes / 1e6:.0f} MB")
    for kind, group in asked.items():
        times = [_timed(rival, said) for said in group]
        middle, high = _spread(times)
        print(f"| {kind} | {middle:.2f}/{high:.2f} ms |")


def _timed(rival: Rival, said: str) -> float:
    began = time.perf_counter()
    rival.ask(said)
    return (time.perf_counter() - began) * 1000


def _on_an_engine(held: Sequence[Record], asked: dict[str, list[str]]) -> None:
    """The same bytes in a database engine: what a question takes with its two calls."""
    running = engine.start(None)
    try:
        settings = Settings(
            dynamodb_endpoint=running.endpoint, table_prefix=f"bench-{uuid4().hex[:8]}"
        )
        models = (CatalogueRow, ImportRow)
        share(open_wire(settings), settings, models)
        create_missing(models)
        built = build(held, CatalogueStore(consistent=True), JobStore())
        print(f"{len(held):,} titles on a real engine: import {built.reading_s:.0f} s, "
              f"index {built.indexing_s:.0f} s")  # fmt: skip
        search = Search(CatalogueStore())
        for kind, group in asked.items():
            middle, high = _spread([_cost(search, said).ms for said in group])
            print(f"| {kind} | {middle:.1f}/{high:.1f} ms |")
    finally:
        running.stop()
