"""The process dies before or after each storage call in turn: nothing is lost, nothing doubled."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.conversation.report import entries_of
from chalicelib.dialogue import End
from chalicelib.feedback.model import CaseState
from chalicelib.tables.connect import Wire
from chalicelib.wiring import Services
from tests.scenarios.front import BoxClock, FrontDoor

pytestmark = pytest.mark.engine
POINTS = [(call, when) for call in range(1, 5) for when in ("before", "after")]


class Crash(BaseException):
    """No handler catches it, as none survives kill -9."""


class Mortal:
    """Dies at one storage call, then lives on as a new process would."""

    def __init__(self, wire: Wire, call: int, when: str) -> None:
        self._ask: Callable[..., dict[str, Any]] = wire.dispatch
        self._left = call
        self._when = when

    def dispatch(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self._left -= 1
        if self._left == 0 and self._when == "before":
            raise Crash
        answer = self._ask(operation, arguments)
        if self._left == 0:
            raise Crash
        return answer


@pytest.fixture
def mortal(services: Services, request: pytest.FixtureRequest) -> Mortal:
    call, when = request.param
    mortal = Mortal(services.wire, call, when)
    vars(services.wire)["dispatch"] = mortal.dispatch
    return mortal


def heard_until_the_crash(act: Callable[[], str]) -> list[str]:
    try:
        return [act()]
    except Crash:
        return []


@pytest.mark.parametrize("mortal", POINTS, indirect=True, ids=str)
@pytest.mark.usefixtures("mortal")
def test_a_complaint_survives_a_crash_at_any_storage_call(
    front: FrontDoor, services: Services, clock: BoxClock
) -> None:
    reader = front.reader()
    heard = heard_until_the_crash(lambda: reader.says("投诉 太吵"))
    clock.pass_(seconds=5)
    heard += heard_until_the_crash(reader.repeats)
    clock.pass_(seconds=5)
    heard += heard_until_the_crash(reader.repeats)
    clock.pass_(seconds=60)
    services.sweeper.sweep(clock())
    heard += [reader.says("我的反馈")]
    ends = [entry.end for entry in entries_of(services.ledger, "2026-11-21")]
    cases = services.feedback.in_state(CaseState.NEW).cases
    assert len(cases) == 1
    assert ends == [End.PROMISED, End.ANSWERED]
    assert len({said for said in heard[:-1] if said}) <= 1
    assert all(cases[0].number in said for said in heard if said)
