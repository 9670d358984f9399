"""Imported copies become copies that can be lent, slice by slice, and once."""

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from chalicelib.catalogue.json_rows import row_from
from chalicelib.catalogue.model import Copy, Encoding, Format, ImportJob, JobState, Record
from chalicelib.catalogue.state import STATE, CatalogueState, pack_state, record_name
from chalicelib.catalogue.weight import number
from chalicelib.ils.embedded.adoption import SLICE, Adoption
from tests.catalogue.fakes import FakeBlobs, FakeJobs
from tests.ils.desk import MONDAY, Library

JOB = ImportJob("i1", "k", "馆藏", 9, Format.JSONL, Encoding.UTF8, MONDAY, "lin", JobState.DONE)
COUNTS = {3: 2, 20: SLICE + 1}


class Shelves:
    """A catalogue of two weights, and the library that takes it over."""

    def __init__(self) -> None:
        self.library, self.blobs, self.jobs = Library(), FakeBlobs(), FakeJobs()
        self.fill(COUNTS)
        self.jobs.save(JOB)
        self.adoption = Adoption(self.library.books, self.library.copies, self.blobs, self.jobs)

    def fill(self, counts: dict[int, int], name: str = "书") -> None:
        state = CatalogueState(sequences=counts)
        self.blobs.put_all({STATE: pack_state(state)})
        places = ((weight, n) for weight, count in counts.items() for n in range(count))
        self.blobs.put_all(dict(_body(weight, n, name) for weight, n in places))

    def run(self) -> int:
        """How many slices there were; the first finds where the records begin."""
        slices = 1
        while self.adoption.work() and slices < 50:
            slices += 1
        return slices

    def can_lend(self, barcodes: Iterable[str]) -> list[bool]:
        titles = self.library.books.titles([f"t{one}" for one in barcodes])
        return [f"t{one}" in titles for one in barcodes]


def _body(weight: int, n: int, name: str) -> tuple[str, bytes]:
    code = f"{weight}-{n}"
    record = Record(f"t{code}", name, copies=(Copy("main", barcode=code),))
    return record_name(number(weight, n)), json.dumps(row_from(record)).encode()


@pytest.fixture
def shelves() -> Shelves:
    return Shelves()


def test_every_imported_copy_can_be_lent(shelves: Shelves) -> None:
    assert shelves.run() == 4
    wanted = [f"{weight}-{n}" for weight, count in COUNTS.items() for n in range(count)]
    assert all(shelves.can_lend(wanted))


def test_nothing_is_done_twice(shelves: Shelves) -> None:
    shelves.run()
    fetches = shelves.blobs.fetches
    assert not shelves.adoption.work()
    assert shelves.blobs.fetches == fetches


def test_whoever_takes_over_after_a_crash_goes_on(shelves: Shelves) -> None:
    shelves.adoption.work()
    again = Adoption(shelves.library.books, shelves.library.copies, shelves.blobs, shelves.jobs)
    again.work()
    again.work()
    assert shelves.can_lend(["3-0", "20-0", f"20-{SLICE}"]) == [True, True, False]


def test_an_import_that_runs_is_waited_for(shelves: Shelves) -> None:
    shelves.jobs.save(replace(JOB, state=JobState.INDEXING))
    assert not shelves.adoption.work()
    assert shelves.can_lend(["3-0"]) == [False]


def test_a_new_import_brings_new_copies_and_new_names_and_leaves_loans(shelves: Shelves) -> None:
    shelves.run()
    shelves.library.a_card("C1")
    shelves.library.desk.lend("C1", "3-0", MONDAY)
    shelves.fill({**COUNTS, 3: 3}, name="新书名")
    shelves.jobs.save(replace(JOB, id="i2"))
    shelves.run()
    title = shelves.library.books.open().title("t3-0")
    assert (title.name, title.copies[0].lent_to) == ("新书名", "C1")
    assert shelves.can_lend(["3-2"]) == [True]
