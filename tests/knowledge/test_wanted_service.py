"""A publication that staff asked for is on record; the queue only hurries it."""

from datetime import datetime, timedelta

import pytest

from chalicelib.errors import BadRequest, TryLater
from chalicelib.knowledge.wanted_service import WantedPublications
from tests.library.fakes import FakeDocuments

NOON = datetime.fromisoformat("2026-11-21T04:00:00+00:00")


class Worker:
    """Publishes, or fails as it is told."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.published: list[str] = []
        self.nudges = 0
        self.fails = fails
        self.wanted = WantedPublications(FakeDocuments(), self._publish, self._nudge)

    def _publish(self, by: str, now: datetime) -> None:
        if self.fails is not None:
            raise self.fails
        self.published.append(by)

    def _nudge(self) -> None:
        self.nudges += 1


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_what_was_asked_for_is_published_once() -> None:
    worker = Worker()
    worker.wanted.ask("lin", NOON)
    worker.wanted.work(after(1))
    worker.wanted.work(after(2))
    assert (worker.published, worker.nudges) == (["lin"], 1)


def test_asking_twice_before_it_is_done_is_one_publication() -> None:
    worker = Worker()
    worker.wanted.ask("lin", NOON)
    worker.wanted.ask("wang", after(0.5))
    worker.wanted.work(after(1))
    worker.wanted.work(after(1))
    assert worker.published == ["wang"]


def test_the_next_one_is_published_too() -> None:
    worker = Worker()
    worker.wanted.ask("lin", NOON)
    worker.wanted.work(after(1))
    worker.wanted.ask("lin", after(2))
    worker.wanted.work(after(3))
    assert worker.published == ["lin", "lin"]


@pytest.mark.parametrize(("minutes", "found"), [(1, 0), (3, 1), (4, 0), (6, 1)])
def test_a_lost_nudge_is_found_by_the_sweeper(minutes: int, found: int) -> None:
    worker = Worker()
    worker.wanted.ask("lin", NOON)
    assert worker.wanted.sweep(after(minutes)) == found
    assert worker.nudges == 1 + found


def test_nothing_is_found_where_all_is_done() -> None:
    worker = Worker()
    assert worker.wanted.sweep(after(3)) == 0
    worker.wanted.ask("lin", NOON)
    worker.wanted.work(after(1))
    assert worker.wanted.sweep(after(3)) == 0


def test_a_try_that_failed_for_a_moment_is_still_owed() -> None:
    worker = Worker(TryLater("storage is busy"))
    worker.wanted.ask("lin", NOON)
    with pytest.raises(TryLater):
        worker.wanted.work(after(1))
    worker.fails = None
    worker.wanted.work(after(3))
    assert worker.published == ["lin"]


def test_what_can_never_be_published_is_not_tried_for_ever() -> None:
    worker = Worker(BadRequest("no facts"))
    worker.wanted.ask("lin", NOON)
    worker.wanted.work(after(1))
    assert worker.wanted.sweep(after(3)) == 0
