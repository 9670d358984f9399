"""`make doctor`: what is wrong with the box that runs here."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from chalicelib.doctor.model import Finding, ok, wrong
from chalicelib.settings import from_environment
from chalicelib.wiring import Services
from chalicelib.wiring_operations import doctor
from infra.doctor import report
from infra.outside import addresses
from local.clock import box_clock
from local.identity import identity
from local.server import Box, environment


def main() -> int:
    home = Path(os.environ.get("WEIGUAN_HOME", ".local")).resolve()
    return report(findings(Box(home, int(os.environ.get("PORT", "8000")))))


def findings(box: Box) -> Iterable[Finding]:
    engine = running(box)
    if not engine:
        yield wrong("box", f"nothing runs in {box.home}", "make run, in another window")
        return
    yield ok("box", f"runs in {box.home}")
    clock = box_clock(box.clock_file)
    keys = identity(box.home)
    yield from addresses(f"{box.url}/wechat", f"{box.url}/staff", keys["token"], clock())
    services = Services(from_environment(environment(box, keys, engine)), clock)
    yield from doctor(services).findings()


def running(box: Box) -> str:
    """The address of the box's database; '' where no box is up."""
    file = box.home / "run.json"
    if not file.exists():
        return ""
    facts = json.loads(file.read_text("utf-8"))
    alive = Path(f"/proc/{facts['pid']}").exists()
    return str(facts.get("dynamodb", "")) if alive else ""


if __name__ == "__main__":
    sys.exit(main())
