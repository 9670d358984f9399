"""`python -m infra.audit`: are there known holes in what is locked?

Asks pip-audit's database where it can be reached. pip-audit ends well also when it could look up
nothing, so what it says is counted: a package it does not know was not checked. Always, the pinned
file `advisories.yaml` is held against the lock.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from packaging.specifiers import SpecifierSet

from infra.locked import LOCK, Pin, pins

ADVISORIES = Path(__file__).with_name("advisories.yaml")
COMMAND = ("-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off")


def main() -> int:
    found = affected(pins())
    answered, live = _live()
    print(f"advisories.yaml ({_held()['checked_on']}): {len(found)} of {len(pins())} affected")
    print(f"pip-audit: {answered} of {len(pins())} looked up, {len(live)} affected")
    for line in (*found, *live):
        print(f"  {line}")
    if not answered:
        print("pip-audit's data cannot be reached from here; run it where it can: docs/supply.md")
    return 1 if found or live else 0


def affected(locked: tuple[Pin, ...]) -> list[str]:
    """What the pinned file knows of these versions."""
    versions = {pin.name: pin.version for pin in locked}
    return [
        f"{one['package']} {versions[one['package']]}: {one['id']}, {one['what']}"
        for one in _held()["advisories"]
        if one["package"] in versions
        and SpecifierSet(one["affected"]).contains(versions[one["package"]], prereleases=True)
    ]


def _held() -> Mapping[str, Any]:
    held: Mapping[str, Any] = yaml.safe_load(ADVISORIES.read_text("utf-8"))
    return held


def _live() -> tuple[int, list[str]]:
    """How many packages the database knows, and what it holds against them."""
    command = [sys.executable, *COMMAND, "-f", "json", "-r", str(LOCK)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        told = json.loads(done.stdout or "{}").get("dependencies", [])
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return 0, []
    known = [one for one in told if "skip_reason" not in one]
    holes = [f"{one['name']}: {hole['id']}" for one in known for hole in one.get("vulns", [])]
    return len(known), holes


if __name__ == "__main__":
    sys.exit(main())
