"""Storage that does a write and loses its answer: the write is tried again and knows its work."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.errors import TryLater
from chalicelib.ils.agent.codec import TAKE
from chalicelib.ils.agent.store import Task, TaskStore
from chalicelib.tables.connect import Wire
from tests.ils.agent.bench import KEY, desk
from tests.ils.sip2.bench import NOW

pytestmark = pytest.mark.engine


@pytest.fixture
def tasks(storage: Wire) -> TaskStore:
    store = TaskStore()
    for id in ("a", "b"):
        store.put(id, b"sealed", NOW, NOW + timedelta(seconds=9))
    return store


@pytest.fixture
def loses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations whose next answer is lost."""
    lost: list[str] = []
    asked = Wire._asked

    def once(wire: Wire, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        told = asked(wire, operation, arguments)
        if operation in lost:
            lost.remove(operation)
            raise ReadTimeoutError(endpoint_url="storage")
        return told

    monkeypatch.setattr(Wire, "_asked", once)
    return lost


def test_a_taking_whose_answer_was_lost_is_a_taking(tasks: TaskStore, loses: list[str]) -> None:
    loses.append("UpdateItem")
    task = tasks.take("a", "ticket", NOW)
    assert task is not None
    assert (task.sealed, tasks.answer("a", "ticket", b"done")) == (b"sealed", True)
    assert tasks.take("a", "another", NOW) is None


def test_a_question_taken_before_its_putting_was_confirmed_stays_taken(
    tasks: TaskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, lost = Wire._asked, ["PutItem"]

    def taken_meanwhile(wire: Wire, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        told = asked(wire, operation, arguments)
        if operation in lost:
            lost.remove(operation)
            assert tasks.take("c", "ticket", NOW) is not None
            raise ReadTimeoutError(endpoint_url="storage")
        return told

    monkeypatch.setattr(Wire, "_asked", taken_meanwhile)
    tasks.put("c", b"sealed", NOW, NOW + timedelta(seconds=9))
    assert (tasks.take("c", "another", NOW), lost) == (None, [])


def test_a_withdrawal_whose_answer_was_lost_is_one(tasks: TaskStore, loses: list[str]) -> None:
    loses.append("DeleteItem")
    assert tasks.withdraw("a")
    assert tasks.take("a", "ticket", NOW) is None


def test_what_was_taken_is_not_withdrawn(tasks: TaskStore) -> None:
    tasks.take("a", "ticket", NOW)
    assert not tasks.withdraw("a")


def test_an_answer_that_was_given_and_lost_is_given(tasks: TaskStore, loses: list[str]) -> None:
    tasks.take("a", "ticket", NOW)
    loses.append("UpdateItem")
    assert tasks.answer("a", "ticket", b"done")
    assert tasks.answered("a") == b"done"


def test_what_was_taken_before_storage_became_busy_is_handed_out(
    tasks: TaskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = TaskStore.take

    def busy_at_the_second(store: TaskStore, id: str, *rest: Any) -> Task | None:
        if id == "b":
            raise TryLater("storage is busy")
        return take(store, id, *rest)

    monkeypatch.setattr(TaskStore, "take", busy_at_the_second)
    body = b'{"wait_s": 0}'
    told = desk().answer(TAKE, KEY.sign(TAKE, body, NOW), body, NOW)
    assert [one["id"] for one in told["tasks"]] == ["a"]
