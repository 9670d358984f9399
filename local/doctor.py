"""`make doctor`: what is wrong with the box that runs here."""

import sys
from collections.abc import Iterable

from chalicelib.doctor.model import Finding, ok, wrong
from chalicelib.wiring_operations import doctor
from infra.doctor import report
from infra.outside import addresses
from local.running import database, services, the_box
from local.server import Box


def findings(box: Box) -> Iterable[Finding]:
    at = database(box)
    if not at:
        yield wrong("box", f"nothing runs in {box.home}", "make run, in another window")
        return
    yield ok("box", f"runs in {box.home}")
    running = services(box, at)
    token = running.settings.wechat_token
    yield from addresses(f"{box.url}/wechat", f"{box.url}/staff", token, running.clock())
    yield from doctor(running).findings()


if __name__ == "__main__":
    sys.exit(report(findings(the_box())))
