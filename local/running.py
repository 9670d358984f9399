"""The box that runs here, as the technician's commands reach it."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chalicelib.settings import from_environment
from chalicelib.wiring import Services
from chalicelib.wiring_operations import operate
from infra.stack import Failed
from local.clock import box_clock
from local.identity import identity
from local.server import Box, environment


def the_box() -> Box:
    home = Path(os.environ.get("WEIGUAN_HOME", ".local")).resolve()
    return Box(home, int(os.environ.get("PORT", "8000")))


def database(box: Box) -> str:
    """The address of its database; '' where no box is up."""
    file = box.home / "run.json"
    if not file.exists():
        return ""
    facts = json.loads(file.read_text("utf-8"))
    alive = Path(f"/proc/{facts['pid']}").exists()
    return str(facts.get("dynamodb", "")) if alive else ""


def services(box: Box, database: str) -> Services:
    """With the library systems the box was started with."""
    file = box.systems_file
    started: Mapping[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    settings = from_environment({**environment(box, identity(box.home), database), **started})
    return Services(settings, box_clock(box.clock_file))


def operate_of(running: Services) -> Callable[..., Mapping[str, Any]]:
    """The technician's commands, asked of the box as the cloud's function asks a stage."""

    def ask(what: str, **facts: Any) -> Mapping[str, Any]:
        answer = operate(running, {"what": what, **facts})
        if "not_done" in answer:
            raise Failed(str(answer["not_done"]))
        return answer

    return ask
