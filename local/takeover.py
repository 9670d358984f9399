"""`make takeover` and `make handback` without a stage: of the box that runs here."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from chalicelib.wiring import Services
from chalicelib.wiring_operations import operate
from infra.account import ended
from infra.stack import Failed
from infra.takeover import arguments, asked
from local.running import database, services, the_box


def main(argv: Sequence[str]) -> int:
    box = the_box()
    at = database(box)
    if not at:
        print("No box runs here: make run, in another window", file=sys.stderr)
        return 1
    given = arguments("local.takeover", argv)
    return ended(lambda: asked(given, partial(_operate, services(box, at))))


def _operate(running: Services, what: str, **facts: Any) -> dict[str, Any]:
    answer = operate(running, {"what": what, **facts})
    if "refused" in answer:
        raise Failed(str(answer["refused"]))
    return answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
