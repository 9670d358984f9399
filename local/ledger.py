"""`make ledger`: is there a message without an end? Reads the running box, or its data at rest."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from chalicelib.clock import library_day
from chalicelib.conversation.report import LedgerReport, report
from chalicelib.settings import from_environment
from chalicelib.wiring import Services
from local import engine
from local.clock import box_clock


def main(arguments: list[str]) -> int:
    """Exit status 0 where every message has its end, 1 where one has none."""
    home = Path(os.environ.get("WEIGUAN_HOME", ".local")).resolve()
    now = box_clock(home / "clock.json")()
    running = running_endpoint(home)
    own = None if running else engine.start(home / "data" / "weiguan.db")
    endpoint = running or (own.endpoint if own else "")
    try:
        services = Services(replace(from_environment(os.environ), dynamodb_endpoint=endpoint))
        _ = services.wire
        day = arguments[0] if arguments else library_day(now, services.timezone).isoformat()
        found = report(services.ledger, services.conversations, day, now, services.timezone)
    finally:
        if own is not None:
            own.stop()
    print(said(found))
    return 0 if found.clean else 1


def running_endpoint(home: Path) -> str:
    """The engine's address of the box that is up; '' where none is."""
    file = home / "run.json"
    if not file.exists():
        return ""
    facts = json.loads(file.read_text())
    alive = Path(f"/proc/{facts['pid']}").exists()
    return str(facts.get("dynamodb", "")) if alive else ""


def said(found: LedgerReport) -> str:
    ends = ", ".join(f"{name} {count}" for name, count in sorted(found.ends.items()))
    lines = [f"{found.day}: {found.messages} messages ({ends or 'none'})"]
    lines += [f"  no end: {entry.key} since {entry.arrived:%H:%M:%S}" for entry in found.endless]
    if found.open_rows:
        lines.append(f"  {found.open_rows} readers with something unfinished for over 10 minutes")
    lines.append("Every message has its end." if found.clean else "Some messages have no end.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
