"""What a line of the log holds, and what it never does."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib import events, logs
from chalicelib.errors import GiveUp
from chalicelib.events import note
from chalicelib.logs import fields, logger, measured
from chalicelib.metrics import Measure
from tests.test_metrics import broken_rules

OPENID, WORDS = "oReaderOpenid0001", "投诉 三楼太冷"
Line = dict[str, Any]
log = logger("test")


@pytest.fixture
def last(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], Line]]:
    """The last line logged; what pytest hangs on the log is put back afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("weiguan")
    before, levels = root.handlers[:], (root.level, ours.level)
    logs.start(stage="prod", function="Sweep")
    yield lambda: dict(json.loads(capsys.readouterr().out.splitlines()[-1]))
    root.handlers[:] = before
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def fail(problem: Exception) -> None:
    try:
        raise problem
    except Exception:
        log.exception("a chat failed")


def test_a_line_names_its_event_and_its_fields(last: Callable[[], Line]) -> None:
    log.warning("asked again", extra=fields(message="m1"))
    line = last()
    assert (line["level"], line["event"], line["message"]) == ("WARNING", "asked again", "m1")


def test_a_line_knows_what_is_going_on(last: Callable[[], Line]) -> None:
    with events.event(request="r1"):
        note(message="m1", case="1121-0001", reader="hash")
        log.info("finished late")
    assert last().items() >= {"request": "r1", "message": "m1", "case": "1121-0001"}.items()


def test_an_exception_is_told_by_its_kind_and_place_alone(last: Callable[[], Line]) -> None:
    fail(ValueError(f"{OPENID} said {WORDS}"))
    line = last()
    assert line["error"] == "ValueError"
    assert "test_logs.py:" in line["at"]
    assert OPENID not in json.dumps(line, ensure_ascii=False)
    assert WORDS not in json.dumps(line, ensure_ascii=False)


def test_our_own_errors_say_why(last: Callable[[], Line]) -> None:
    fail(GiveUp("WeChat: a medium that is no file"))
    assert last()["why"] == "WeChat: a medium that is no file"


@pytest.mark.parametrize("name", ["botocore.hooks", "chalice", "weiguan"])
def test_a_librarys_words_are_left_out(name: str, last: Callable[[], Line]) -> None:
    """`weiguan` itself is the name of chalice's logger."""
    logging.getLogger(name).error("Caught %s", OPENID, extra={"fields": {}})
    line = last()
    assert line["logger"] == name
    assert "test_logs.py:" in line["said_at"]
    assert OPENID not in json.dumps(line)


def test_a_field_that_is_no_plain_value_is_told_by_its_kind(last: Callable[[], Line]) -> None:
    log.info("odd", extra=fields(what=ValueError(OPENID), half="\ud83d"))
    assert last()["what"] == "ValueError"


def test_a_line_that_cannot_be_written_breaks_nothing(last: Callable[[], Line]) -> None:
    log.info("odd", extra=fields(what={(OPENID,): 1}))
    assert last() == {"level": "ERROR", "event": "unwritable", "logger": "weiguan.test"}


def test_a_log_that_is_closed_breaks_nothing(
    last: Callable[[], Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = io.StringIO()
    closed.close()
    with monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", closed)
        log.info("into the void")
    log.info("heard")
    assert last()["event"] == "heard"


def test_every_error_is_counted(last: Callable[[], Line]) -> None:
    log.error("work given up", extra=measured({Measure.TOKEN_FAILURES: 1}, why="no"))
    line = last()
    assert (line["errors"], line["token_failures"], line["stage"]) == (1, 1, "prod")
    assert broken_rules(line) == []
