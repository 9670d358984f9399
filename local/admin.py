"""`make admin RESET=lin` without a stage: lets somebody back in on the box that is up."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from chalicelib.clock import utc_now
from chalicelib.errors import NotFound
from chalicelib.settings import from_environment
from chalicelib.staff.service_people import StaffList
from chalicelib.staff.store import SessionStore
from chalicelib.wiring import Services


def main(name: str) -> int:
    file = Path(os.environ.get("WEIGUAN_HOME", ".local")) / "run.json"
    if not file.exists():
        print("No box is up: start one with make run.")
        return 1
    endpoint = json.loads(file.read_text())["dynamodb"]
    services = Services(replace(from_environment(os.environ), dynamodb_endpoint=endpoint))
    try:
        password = StaffList(services.staff_users, SessionStore()).let_back_in(name, utc_now())
    except NotFound:
        print(f"There is nobody called {name} on the staff list.")
        return 1
    print(f"User {name}, password {password} (shown once; the second step is off).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
