"""The bench's promises at a size CI can afford: right answers, few bytes."""

import pytest

from bench.catalogue import build, is_right
from bench.titles import questions, records, seedbed
from bench.truth import Scan
from chalicelib.catalogue.service import Search
from tests.catalogue.factories import NOW
from tests.catalogue.fakes import FakeBlobs, FakeJobs

COUNT, EACH = 10_000, 40


@pytest.fixture(scope="module")
def bench() -> tuple[Search, Scan, list[str]]:
    bed = seedbed()
    held = list(records(bed, COUNT))
    blobs = FakeBlobs()
    build(held, blobs, FakeJobs())
    asked = questions(bed, held, EACH)
    return Search(blobs), Scan(held), [said for group in asked.values() for said in group]


def test_every_answer_equals_a_scan(bench: tuple[Search, Scan, list[str]]) -> None:
    search, scan, asked = bench
    assert [said for said in asked if not is_right(search, said, scan)] == []


def test_a_question_reads_less_than_64_kb(bench: tuple[Search, Scan, list[str]]) -> None:
    search, _, asked = bench
    read = sorted(search.find(said, 0, NOW).tally.bytes for said in asked)
    assert read[len(read) * 95 // 100] <= 64 * 1024
