"""The doctor of the box."""

import json
import os
from pathlib import Path

from local.doctor import findings
from local.running import database
from local.server import Box


def test_a_box_that_does_not_run_is_told_and_nothing_more_is_asked(tmp_path: Path) -> None:
    (finding,) = findings(Box(tmp_path, 1))
    assert (finding.is_wrong, finding.cure) == (True, "make run, in another window")


def test_a_box_that_was_stopped_is_told_from_one_that_runs(tmp_path: Path) -> None:
    told = tmp_path / "run.json"
    told.write_text(json.dumps({"pid": os.getpid(), "dynamodb": "http://127.0.0.1:1"}), "utf-8")
    assert database(Box(tmp_path, 1)) == "http://127.0.0.1:1"
    told.write_text(json.dumps({"pid": 2**22 + 1, "dynamodb": "http://127.0.0.1:1"}), "utf-8")
    assert database(Box(tmp_path, 1)) == ""
