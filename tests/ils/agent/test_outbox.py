"""The outbox's promises: taken once, withdrawn or done but never both, and nothing lies open."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import BadRequest, GiveUp, NotAllowed, NotFound, TryLater
from chalicelib.ils.agent import codec, sealing
from chalicelib.ils.agent.circulation import AgentCirculation
from chalicelib.ils.agent.codec import ANSWER, TAKE
from chalicelib.ils.agent.store import TaskStore
from chalicelib.ils.model import Call, Can, CardNumber, Fate, Loan, Patron, Secret
from chalicelib.tables.agent import AgentTaskRow
from chalicelib.tables.connect import Wire
from local.agent.worker import Worker
from tests.ils.agent.bench import KEY, NOW, desk, make_id, worker
from tests.ils.agent.test_codec import Recording

pytestmark = pytest.mark.engine
CARD, PIN = CardNumber("R0001"), Secret("4711-secret")
LOAN = Loan("B1", "B1")
CALL = Call(NOW, 0.3)


@pytest.fixture
def tasks(storage: Wire) -> TaskStore:
    return TaskStore()


@dataclass
class Waiting:
    """Time that passes only while somebody waits; then `meanwhile` happens."""

    meanwhile: Callable[[], object]
    now_s: float = 0.0

    def steady(self) -> float:
        return self.now_s

    def pause(self, seconds: float) -> None:
        self.meanwhile()
        self.now_s += seconds


def while_waiting(meanwhile: Callable[[], object]) -> AgentCirculation:
    """The port, with an agent that moves whenever it waits."""
    waiting = Waiting(meanwhile)
    return AgentCirculation(TaskStore(), KEY, make_id, waiting.pause, waiting.steady)


def asked(path: str, **facts: Any) -> dict[str, Any]:
    body = json.dumps(facts).encode()
    return desk().answer(path, KEY.sign(path, body, NOW), body, NOW)


def test_a_question_is_answered_and_its_row_is_gone(tasks: TaskStore) -> None:
    work = worker(Recording(Patron(CARD, "陈读者")))  # type: ignore[arg-type]
    port = while_waiting(work.round)
    assert port.patron(CARD, Call(NOW, 5.0)).name == "陈读者"
    assert list(AgentTaskRow.scan()) == []


def test_no_agent_means_nothing_was_done(tasks: TaskStore) -> None:
    with pytest.raises(TryLater):
        while_waiting(lambda: None).renew(CARD, LOAN, "m1", CALL)
    assert asked(TAKE) == {"tasks": []}


def test_a_renewal_the_agent_has_is_of_unknown_fate(tasks: TaskStore) -> None:
    port = while_waiting(lambda: asked(TAKE))
    assert port.renew(CARD, LOAN, "m1", CALL).fate is Fate.UNKNOWN
    assert port.renew_all(CARD, [LOAN], "m2", CALL)[0].fate is Fate.UNKNOWN


def test_a_question_the_agent_has_may_be_asked_again(tasks: TaskStore) -> None:
    with pytest.raises(TryLater):
        while_waiting(lambda: asked(TAKE)).patron(CARD, CALL)


def test_errors_inside_the_library_are_raised_here(tasks: TaskStore) -> None:
    work = worker(Recording(NotFound("no such card")))  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        while_waiting(work.round).patron(CARD, Call(NOW, 5.0))


def test_an_error_nobody_foresaw_is_answered_too(tasks: TaskStore) -> None:
    work = worker(Recording(ZeroDivisionError()))  # type: ignore[arg-type]
    with pytest.raises(GiveUp):
        while_waiting(work.round).patron(CARD, Call(NOW, 5.0))


def test_a_task_is_taken_once(tasks: TaskStore) -> None:
    tasks.put("1", b"x", NOW, NOW + timedelta(seconds=3))
    assert [len(asked(TAKE)["tasks"]) for _ in range(2)] == [1, 0]


def test_what_is_of_no_use_any_more_is_not_given_out(tasks: TaskStore) -> None:
    tasks.put("1", b"x", NOW, NOW)
    assert asked(TAKE) == {"tasks": []}


def test_what_was_taken_cannot_be_withdrawn(tasks: TaskStore) -> None:
    tasks.put("1", b"x", NOW, NOW + timedelta(seconds=3))
    asked(TAKE)
    assert tasks.withdraw("1") is False


def test_what_was_withdrawn_cannot_be_taken(tasks: TaskStore) -> None:
    tasks.put("1", b"x", NOW, NOW + timedelta(seconds=3))
    assert tasks.withdraw("1") is True
    assert tasks.take("1", "t", NOW) is None


def test_only_who_took_it_may_answer(tasks: TaskStore) -> None:
    tasks.put("1", b"x", NOW, NOW + timedelta(seconds=3))
    (task,) = asked(TAKE)["tasks"]
    sealed = base64.b64encode(b"y").decode()
    answers = [
        asked(ANSWER, id="1", ticket=ticket, sealed=sealed)["kept"]
        for ticket in ("another", task["ticket"], task["ticket"])
    ]
    assert answers == [False, True, True]


def test_an_answer_to_nothing_is_kept_nowhere(tasks: TaskStore) -> None:
    assert asked(ANSWER, id="9", ticket="t", sealed="") == {"kept": False}
    assert list(AgentTaskRow.scan()) == []


def test_the_agent_begins_nothing_it_cannot_finish_in_time(tasks: TaskStore) -> None:
    port = Recording(Patron(CARD))
    sealed = KEY.seal(codec.asked("patron", (CARD,), CALL), sealing.task("1"))
    tasks.put("1", sealed, NOW, NOW + timedelta(milliseconds=100))
    assert worker(port).round() == 1  # type: ignore[arg-type]
    assert port.heard == []


def test_no_row_tells_a_card_or_a_secret(tasks: TaskStore) -> None:
    seen: list[str] = []

    def look() -> None:
        seen.extend(str(row.serialize()) for row in AgentTaskRow.scan())
        worker(Recording(Patron(CARD, "陈读者"))).round()  # type: ignore[arg-type]

    while_waiting(look).sign_in(CARD, PIN, Call(NOW, 5.0))
    told = "".join(seen)
    assert "asked" in told
    assert [word for word in (CARD.text, PIN.text, "sign_in", "陈读者") if word in told] == []


def test_what_the_system_offers_is_asked_once(tasks: TaskStore) -> None:
    heard = Recording(frozenset({Can.LOANS}))
    port = while_waiting(worker(heard).round)  # type: ignore[arg-type]
    offers = [port.can(Call(NOW, 5.0)) for _ in range(3)]
    assert (set(offers), len(heard.heard)) == ({frozenset({Can.LOANS})}, 1)


def test_an_agent_that_went_away_is_believed_as_it_was(tasks: TaskStore) -> None:
    moves: Iterator[Callable[[], object]] = iter([worker(Recording(frozenset({Can.LOANS}))).round])  # type: ignore[arg-type]
    port = while_waiting(lambda: next(moves, lambda: None)())
    before = port.can(Call(NOW, 5.0))
    later = Call(NOW + timedelta(hours=1), 0.3)
    assert port.can(later) == before


def test_a_request_without_signature_is_refused(tasks: TaskStore) -> None:
    with pytest.raises(NotAllowed):
        desk().answer(TAKE, "", b"{}", NOW)


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 10_000, b'"x"'])
def test_rubbish_is_refused(tasks: TaskStore, body: bytes) -> None:
    with pytest.raises(BadRequest):
        desk().answer(TAKE, KEY.sign(TAKE, body, NOW), body, NOW)


@pytest.mark.parametrize(
    "facts", [{}, {"id": 1}, {"id": "1", "ticket": "t", "sealed": "%"}, {"id": "1", "ticket": []}]
)
def test_an_answer_of_no_shape_is_refused(tasks: TaskStore, facts: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        asked(ANSWER, **facts)


def test_a_waiting_agent_hears_of_work_that_comes(tasks: TaskStore) -> None:
    waiting = desk()
    body = b'{"wait_s": 3}'

    def work_comes(_: float) -> None:
        tasks.put("1", b"x", NOW, NOW + timedelta(seconds=30))

    patient = type(waiting)(waiting.tasks, KEY, make_id, pause=work_comes)
    told = patient.answer(TAKE, KEY.sign(TAKE, body, NOW), body, NOW)
    assert [task["id"] for task in told["tasks"]] == ["1"]


@pytest.mark.parametrize("told", [{}, {"tasks": "none"}, {"error": "sign in to the network"}])
def test_whatever_answers_for_the_service_the_agent_goes_on(told: dict[str, Any]) -> None:
    elsewhere = Worker(lambda *_: told, KEY, Recording(None))  # type: ignore[arg-type]
    with pytest.raises(TryLater):
        elsewhere.round()


@pytest.mark.parametrize("task", [{}, {"id": "1", "ticket": "t", "sealed": "%"}, "text", None])
def test_a_question_of_no_shape_does_not_end_the_agent(task: Any) -> None:
    port = Recording(None)
    elsewhere = Worker(lambda *_: {"tasks": [task]}, KEY, port)  # type: ignore[arg-type]
    assert elsewhere.round() == 1
    assert port.heard == []
