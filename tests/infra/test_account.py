"""What a stage's own function answers, as a command hears it."""

import io
import json
from typing import Any

import pytest

from infra.account import ended, heard
from infra.stack import Failed
from infra.stage import Unfit


def told(answer: Any, **more: str) -> dict[str, Any]:
    return {"Payload": io.BytesIO(json.dumps(answer).encode()), **more}


def test_an_answer_is_handed_on_with_its_counts() -> None:
    assert heard(told({"refused": 0, "seen": 2})) == {"refused": 0, "seen": 2}


def test_what_was_not_done_is_told_in_its_own_words() -> None:
    with pytest.raises(Failed, match="nothing was kept"):
        heard(told({"not_done": "nothing was kept"}))


def test_a_function_that_broke_off_is_told() -> None:
    with pytest.raises(Failed, match="timed out"):
        heard(told({"errorMessage": "timed out"}, FunctionError="Unhandled"))
    with pytest.raises(Failed, match="see its log"):
        heard(told({}, FunctionError="Unhandled"))


def _unfit() -> int:
    raise Unfit("there is no such stage")


def test_a_command_ends_with_its_status_and_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert (ended(lambda: 0), ended(_unfit)) == (0, 1)
    assert "there is no such stage" in capsys.readouterr().err
