"""`make takeover` and `make handback` without a stage: of the box that runs here."""

import sys
from collections.abc import Sequence

from infra.account import ended
from infra.stage import Unfit
from infra.takeover import arguments, asked
from local.running import database, operate_of, services, the_box


def main(argv: Sequence[str]) -> int:
    given = arguments("local.takeover", argv)

    def act() -> int:
        box = the_box()
        at = database(box)
        if not at:
            raise Unfit("no box runs here: make run, in another window")
        return asked(given, operate_of(services(box, at)))

    return ended(act)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
