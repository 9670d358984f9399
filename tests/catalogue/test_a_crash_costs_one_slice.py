"""Imports that are cut off anywhere and taken up again end as if nothing had happened."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from chalicelib.catalogue.model import Copy, JobState, Record
from chalicelib.errors import BadRequest, Conflict, TryLater
from tests.catalogue.factories import NOW, Desk, a_desk, as_jsonl
from tests.catalogue.fakes import FakeBlobs

BEFORE = [
    Record("a", "红楼梦", authors=("曹雪芹",)),
    Record("b", "西游记", subjects=("神魔小说",)),
    Record("c", "家"),
    Record("d", "春"),
]
AFTER = [
    Record("e", "秋", isbns=("9787020002207",)),
    replace(BEFORE[0], title="红楼梦校注", copies=(Copy("main"),)),
    replace(BEFORE[1], subjects=("章回小说",)),
    Record("f", "寒夜"),
    replace(BEFORE[0], title="红楼梦校注", copies=(Copy("main"), Copy("kids"))),
    Record("g", "三体"),
]


class Power(Exception):
    """The machine stops."""


class FailingBlobs(FakeBlobs):
    """Stops before its `fails_at`th write."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0
        self.fails_at = 0

    def _count(self) -> None:
        self.writes += 1
        if self.writes == self.fails_at:
            raise Power

    def put_all(self, bodies: Mapping[str, bytes]) -> None:
        self._count()
        super().put_all(bodies)

    def replace(self, name: str, body: bytes, seen: int) -> None:
        self._count()
        super().replace(name, body, seen)

    def delete_all(self, names: Collection[str]) -> None:
        self._count()
        super().delete_all(names)


def held(blobs: FakeBlobs) -> dict[str, bytes]:
    return {name: blob.body for name, blob in blobs.held.items() if name != "state"}


def a_library(fails_at: int) -> tuple[Desk, FailingBlobs]:
    blobs = FailingBlobs()
    desk = a_desk(slice_size=2, blobs=blobs)
    desk.take_in(as_jsonl(BEFORE))
    blobs.writes, blobs.fails_at = 0, fails_at
    return desk, blobs


def finished(desk: Desk) -> None:
    try:
        desk.finish()
    except Power:
        desk.finish()


def undisturbed() -> FailingBlobs:
    desk, blobs = a_library(0)
    desk.take_in(as_jsonl(AFTER))
    return blobs


WRITES = undisturbed().writes


@pytest.mark.parametrize("fails_at", range(2, WRITES + 1))
def test_the_catalogue_is_the_same_after_a_stop_at_any_write(fails_at: int) -> None:
    desk, blobs = a_library(fails_at)
    desk.files.put("imports/file", as_jsonl(AFTER), "")
    desk.imports.start("imports/file", "file", "staff", NOW)
    finished(desk)
    assert held(blobs) == held(undisturbed())


@pytest.mark.parametrize("fails_at", range(2, WRITES + 1))
def test_the_counts_are_the_same_after_a_stop_at_any_write(fails_at: int) -> None:
    desk, _ = a_library(fails_at)
    desk.files.put("imports/file", as_jsonl(AFTER), "")
    job = desk.imports.start("imports/file", "file", "staff", NOW)
    finished(desk)
    done = desk.imports.job(job.id)
    assert (done.state, done.seen, done.added, done.updated) == (JobState.DONE, 6, 3, 3)


def test_what_a_title_was_called_before_no_longer_finds_it() -> None:
    desk, _ = a_library(0)
    desk.take_in(as_jsonl([replace(BEFORE[0], title="石头记")]))
    search = desk.search
    assert [search.find(said, 0, NOW).total for said in ("石头记", "曹雪芹")] == [1, 1]
    assert search.find("红楼梦", 0, NOW).how == "none"


def test_two_imports_do_not_run_at_once() -> None:
    desk, _ = a_library(0)
    desk.imports.start("imports/file", "file", "staff", NOW)
    with pytest.raises(BadRequest):
        desk.imports.start("imports/file", "file", "staff", NOW)


class SlowBlobs(FakeBlobs):
    """Another worker does the same slice while this one works."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Desk] = []

    def put_all(self, bodies: Mapping[str, bytes]) -> None:
        if self.meanwhile:
            self.meanwhile.pop().imports.work(NOW)
        super().put_all(bodies)


def test_of_two_workers_at_one_slice_one_gives_way() -> None:
    blobs = SlowBlobs()
    desk = a_desk(slice_size=2, blobs=blobs)
    desk.files.put("imports/file", as_jsonl(BEFORE), "")
    desk.imports.start("imports/file", "file", "staff", NOW)
    blobs.meanwhile.append(desk)
    with pytest.raises(Conflict):
        desk.imports.work(NOW)
    assert desk.finish().added == len(BEFORE)


class BusyBlobs(FakeBlobs):
    def put_all(self, bodies: Mapping[str, bytes]) -> None:
        raise TryLater("busy")


def test_busy_storage_is_not_the_end_of_an_import() -> None:
    desk = a_desk(blobs=BusyBlobs())
    desk.files.put("imports/file", as_jsonl(BEFORE), "")
    job = desk.imports.start("imports/file", "file", "staff", NOW)
    with pytest.raises(TryLater):
        desk.imports.work(NOW)
    assert desk.imports.job(job.id).state is JobState.READING


def test_a_file_that_breaks_off_is_indexed_as_far_as_it_was_read() -> None:
    desk = a_desk(slice_size=2)
    desk.files.put("imports/file", as_jsonl(BEFORE[:2]) + b"\n" + b"x" * (5 * 1024 * 1024), "")
    desk.imports.start("imports/file", "file", "staff", NOW)
    job = desk.finish()
    assert (job.state, job.added, job.failure != "") == (JobState.FAILED, 2, True)
    assert desk.search.find("红楼梦", 0, NOW).total == 1


def test_an_upload_that_has_gone_fails_with_words() -> None:
    desk = a_desk()
    desk.files.put("imports/file", as_jsonl(BEFORE), "")
    desk.imports.start("imports/file", "file", "staff", NOW)
    desk.files.delete("imports/file")
    job = desk.finish()
    assert (job.state, job.failure, job.finished_at) == (JobState.FAILED, "no such file", NOW)
