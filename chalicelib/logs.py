"""One JSON line per fact: a constant event plus fields, never a secret or a reader's words.

What libraries log is told by file and line alone: their messages and the messages of exceptions
may quote an address with a token, a stored item or what a reader wrote.
"""

import json
import logging
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

from chalicelib.errors import WeiguanError
from chalicelib.events import current
from chalicelib.metrics import Measure, embedded

OURS = "weiguan."
"""Names of our own loggers begin so; `weiguan` alone is chalice's."""
_PACKAGE = "chalicelib"


class JsonLines(logging.Formatter):
    """`stage` and `function` are the dimensions of what is measured."""

    def __init__(self, stage: str = "local", function: str = "local") -> None:
        super().__init__()
        self._stage = stage
        self._function = function

    def format(self, record: logging.LogRecord) -> str:
        line = {**_head(record), **_going_on(), **getattr(record, "fields", {}), **_error(record)}
        measures = dict(getattr(record, "measures", {}))
        if record.levelno >= logging.ERROR:
            measures[Measure.ERRORS] = 1
        at_ms = int(record.created * 1000)
        return json.dumps(
            {**line, **embedded(measures, self._stage, self._function, at_ms)}, default=_kind
        )


class Lines(logging.Handler):
    """Writes to what is standard output at that moment. What cannot be written is left out: a line
    of the log never costs an answer, and what logging itself would print tells too much."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            sys.stdout.write(f"{self._line(record)}\n")
            sys.stdout.flush()

    def _line(self, record: logging.LogRecord) -> str:
        try:
            return self.format(record)
        except Exception:
            return json.dumps({"level": "ERROR", "event": "unwritable", "logger": record.name})


def start(level: str = "INFO", stage: str = "local", function: str = "local") -> None:
    """Ours from `level` on, others' warnings; whatever handler there was says more than it may."""
    handler = Lines()
    handler.setFormatter(JsonLines(stage, function))
    root, ours = logging.getLogger(), logging.getLogger(OURS.rstrip("."))
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    ours.handlers[:] = []
    ours.propagate = True
    ours.setLevel(level)


def logger(name: str) -> logging.Logger:
    return logging.getLogger(f"{OURS}{name}")


def fields(**values: object) -> dict[str, Any]:
    """For `log.info("claimed", extra=fields(message=key))`."""
    return {"fields": values}


def measured(measures: Mapping[Measure, float], **values: object) -> dict[str, Any]:
    """Fields, and numbers that CloudWatch counts from this line."""
    return {"fields": values, "measures": measures}


def _head(record: logging.LogRecord) -> dict[str, object]:
    written = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    when = f"{written}.{int(record.msecs):03d}Z"
    if record.name.startswith(OURS):
        return {"time": when, "level": record.levelname, "event": str(record.msg)}
    at = f"{record.pathname}:{record.lineno}"
    told = {"event": "a library's word", "logger": record.name, "said_at": at}
    return {"time": when, "level": record.levelname, **told}


def _going_on() -> dict[str, object]:
    event = current()
    return dict(event.facts) if event else {}


def _error(record: logging.LogRecord) -> dict[str, object]:
    """What kind, where it arose and where we were; its words only if they are our own."""
    kind, problem, trace = record.exc_info or (None, None, None)
    if kind is None:
        return {}
    told: dict[str, object] = {"error": kind.__name__, **_where(trace)}
    if isinstance(problem, WeiguanError):
        told["why"] = str(problem)
    return told


def _where(trace: TracebackType | None) -> dict[str, object]:
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    ours = [place for place in places if _PACKAGE in place]
    return {name: found[-1] for name, found in (("at", places), ("ours", ours)) if found}


def _kind(value: object) -> str:
    """Of a field that is no plain value: its text might be anything."""
    return type(value).__name__
