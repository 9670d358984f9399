"""The agent's settings: one JSON file that only its owner may read. See docs/agent.md."""

import json
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.errors import Misconfigured
from chalicelib.ils.agent.sealing import Key

_TEXTS = ("service", "key", "password")
_KNOWN = {*_TEXTS, "system", "timezone", "wait_s", "pause_s"}


@dataclass(frozen=True)
class AgentSettings:
    """`service` is the address before `/agent/take`; `system` as in docs/ils.md.

    `wait_s`: how long the service may hold a question open; `pause_s` between two questions.
    """

    service: str
    key: Key
    system: str = field(repr=False)
    password: str = field(repr=False)
    timezone: str = "Asia/Shanghai"
    wait_s: float = 0.0
    pause_s: float = 1.0


def read_settings(path: Path) -> AgentSettings:
    """Raises Misconfigured naming what is wrong."""
    given = _facts(path)
    strange = sorted(set(given) - _KNOWN)
    missing = [name for name in ("service", "key", "system") if not given.get(name)]
    if strange or missing:
        wrong = [f"{path} knows no {name}" for name in strange]
        raise Misconfigured("; ".join([*wrong, *(f"{path} names no {one}" for one in missing)]))
    service = str(given["service"]).rstrip("/")
    if not service.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise Misconfigured("the service is asked by https only")
    return AgentSettings(
        service,
        Key.read(str(given["key"])),
        json.dumps(given["system"]),
        str(given.get("password", "")),
        str(given.get("timezone", "Asia/Shanghai")),
        float(given.get("wait_s", 0.0)),
        max(0.1, float(given.get("pause_s", 1.0))),
    )


def _facts(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH | stat.S_IWOTH):
            raise Misconfigured(f"{path} holds secrets and others may read it: chmod 600")
        facts = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise Misconfigured(f"{path} cannot be read ({type(problem).__name__})") from None
    if not isinstance(facts, dict):
        raise Misconfigured(f"{path} is no map")
    return facts
