"""`make takeover` and `make handback` without a stage: of the box that runs here."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from chalicelib.errors import WeiguanError
from chalicelib.wiring import Services
from chalicelib.wiring_operations import operate
from infra.takeover import arguments, asked
from local.running import database, services, the_box


def main(argv: Sequence[str]) -> int:
    box = the_box()
    at = database(box)
    if not at:
        print("No box runs here: make run, in another window", file=sys.stderr)
        return 1
    given = arguments("local.takeover", argv)
    try:
        return asked(given, partial(_operate, services(box, at)))
    except WeiguanError as refused:
        print(f"\nNot done:\n{refused}", file=sys.stderr)
        return 1


def _operate(running: Services, what: str, **facts: Any) -> dict[str, Any]:
    return operate(running, {"what": what, **facts})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
