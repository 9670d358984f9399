"""What every store of the catalogue does: the fakes in memory and DynamoDB's engine alike."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from chalicelib.catalogue.model import Encoding, Format, ImportJob, JobState, Problem, Reason
from chalicelib.catalogue.ports import Blobs, Jobs
from chalicelib.catalogue.store import CatalogueStore, JobStore
from chalicelib.errors import Conflict, NotFound
from tests.catalogue.factories import NOW
from tests.catalogue.fakes import FakeBlobs, FakeJobs


@dataclass(frozen=True)
class Stores:
    blobs: Blobs
    jobs: Jobs


@pytest.fixture(params=["memory", pytest.param("engine", marks=pytest.mark.engine)])
def stores(request: pytest.FixtureRequest) -> Stores:
    if request.param == "memory":
        return Stores(FakeBlobs(), FakeJobs())
    request.getfixturevalue("storage")
    return Stores(CatalogueStore(consistent=True), JobStore())


def a_job(id_: str = "20261121T020000-a", **other: object) -> ImportJob:
    job = ImportJob(id_, "imports/x", "馆藏.iso", 10, Format.ISO2709, Encoding.GB18030, NOW, "li")
    return replace(job, **other)  # type: ignore[arg-type]


def test_what_was_put_is_fetched(stores: Stores) -> None:
    stores.blobs.put_all({"r1": b"one", "t:的": b"\x00\xff"})
    found = stores.blobs.fetch(["r1", "t:的", "r2"])
    assert {name: blob.body for name, blob in found.items()} == {"r1": b"one", "t:的": b"\x00\xff"}


def test_more_than_a_batch_is_put_fetched_and_deleted(stores: Stores) -> None:
    bodies = {f"r{n}": str(n).encode() for n in range(230)}
    stores.blobs.put_all(bodies)
    found = {name: blob.body for name, blob in stores.blobs.fetch(bodies).items()}
    stores.blobs.delete_all(bodies)
    assert (found, stores.blobs.fetch(bodies)) == (bodies, {})


def test_a_name_asked_twice_is_one_answer(stores: Stores) -> None:
    stores.blobs.put_all({"r1": b"one"})
    assert len(stores.blobs.fetch(["r1", "r1"])) == 1


def test_a_replacement_counts_versions(stores: Stores) -> None:
    stores.blobs.replace("state", b"one", 0)
    stores.blobs.replace("state", b"two", 1)
    found = stores.blobs.fetch(["state"])["state"]
    assert (found.body, found.version) == (b"two", 2)


@pytest.mark.parametrize("seen", [0, 2])
def test_a_replacement_of_what_has_changed_is_refused(stores: Stores, seen: int) -> None:
    stores.blobs.replace("state", b"one", 0)
    with pytest.raises(Conflict):
        stores.blobs.replace("state", b"two", seen)


def test_a_job_reads_back(stores: Stores) -> None:
    job = a_job(state=JobState.DONE, seen=3, finished_at=NOW + timedelta(minutes=1), failure="x")
    stores.jobs.save(job)
    assert stores.jobs.job(job.id) == job


def test_an_unknown_job_is_not_found(stores: Stores) -> None:
    with pytest.raises(NotFound):
        stores.jobs.job("none")


def test_jobs_are_listed_newest_first_in_pages(stores: Stores) -> None:
    jobs = [a_job(f"20261121T02000{n}-a") for n in range(5)]
    stores.jobs.save(jobs[3])
    stores.jobs.save(jobs[1])
    stores.jobs.save(jobs[4])
    first = stores.jobs.newest(2)
    rest = stores.jobs.newest(2, before=first[-1].id)
    assert [job.id for job in (*first, *rest)] == [jobs[4].id, jobs[3].id, jobs[1].id]


def test_problems_are_listed_by_position_and_known_by_it(stores: Stores) -> None:
    one, two = Problem(2, 90, Reason.NO_TITLE), Problem(11, 900, Reason.BAD_CHARACTERS, "题")
    stores.jobs.add_problems("j", [two, one])
    stores.jobs.add_problems("j", [one])
    assert list(stores.jobs.problems("j", 10)) == [one, two]


def test_problems_come_in_pages(stores: Stores) -> None:
    held = [Problem(n, n * 10, Reason.BAD_ROW) for n in range(1, 31)]
    stores.jobs.add_problems("j", held)
    assert list(stores.jobs.problems("j", 10, after=10)) == held[10:20]


def test_no_problems_are_no_trouble(stores: Stores) -> None:
    stores.jobs.add_problems("j", [])
    assert list(stores.jobs.problems("j", 10)) == []
