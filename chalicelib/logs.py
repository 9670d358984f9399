"""One JSON line per fact: a constant message plus fields, never a secret or a reader's words."""

import json
import logging
import sys
from typing import Any


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"level": record.levelname, "message": record.getMessage()}
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = self._where(record)
        return json.dumps(line, ensure_ascii=False, default=str)

    def _where(self, record: logging.LogRecord) -> str:
        """File and line of the innermost frame: enough to find it, nothing a reader wrote."""
        trace = record.exc_info[2] if record.exc_info else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


def start(level: str = "INFO") -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("weiguan")
    root.handlers[:] = [handler]
    root.propagate = False
    root.setLevel(level)


def logger(name: str) -> logging.Logger:
    return logging.getLogger(f"weiguan.{name}")


def fields(**values: object) -> dict[str, dict[str, object]]:
    """For `log.info("claimed", extra=fields(message=key))`."""
    return {"fields": values}
