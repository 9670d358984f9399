"""A file of books on its way into a stage."""

from pathlib import Path
from typing import Any

import pytest

from infra.catalogue import bring, key_for
from infra.stack import Failed
from infra.stage import Unfit


def told(**changes: Any) -> dict[str, Any]:
    counts = {"seen": 2, "added": 1, "updated": 0, "refused": 1, "percent": 50}
    rest = {"state": "reading", "ended": False, "failure": "", "problems": ["record 2: no_title"]}
    return {**counts, **rest, **changes}


class FakeStage:
    def __init__(self, *told: dict[str, Any]) -> None:
        self._told = iter(told)

    def __call__(self, what: str, **facts: Any) -> dict[str, Any]:
        return {"id": "job-1"} if what == "import" else next(self._told)


def test_progress_is_shown_once_for_each_step_and_the_counts_end_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    done = told(percent=100, state="done", ended=True)
    assert bring(FakeStage(told(), told(), done), "imports/a.mrc", "a.mrc", pause_s=0) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "   50 %  2 records",
        "  100 %  2 records",
        "2 seen, 1 added, 0 updated, 1 refused.",
        "  record 2: no_title",
    ]


def test_an_import_that_ended_early_makes_the_command_fail() -> None:
    failed = told(state="failed", ended=True, failure="torn")
    with pytest.raises(Failed, match="torn"):
        bring(FakeStage(failed), "imports/a.mrc", "a.mrc", pause_s=0)


def test_a_files_own_name_never_becomes_its_key(tmp_path: Path) -> None:
    file = tmp_path / "馆藏 (2026).MRC"
    file.write_bytes(b"x")
    key = key_for(file)
    assert key.startswith("imports/")
    assert key.endswith(".mrc")
    assert key != key_for(file)


@pytest.mark.parametrize("name", ["nothing.mrc", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unfit, match="no file"):
        key_for(tmp_path / name)
