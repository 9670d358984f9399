"""The day's count of calls begins anew."""

import pytest

from infra.clear_quota import clear


def test_it_is_asked_of_the_stage_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def operate(what: str) -> dict[str, str]:
        asked.append(what)
        return {}

    assert clear(operate) == 0
    assert (asked, "ten times a month" in capsys.readouterr().out) == (["clear_quota"], True)
