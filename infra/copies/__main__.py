"""`make backup`, `restore`, `replay` and `export` of a deployed stage."""

import sys

from chalicelib.clock import utc_now
from infra.account import Account, ended
from infra.copies.command import Asked, asked, carried_out
from infra.copies.stage_place import StagePlace
from infra.stage import read_stage


def main(argv: list[str]) -> int:
    given: Asked = asked(argv)
    return ended(
        lambda: carried_out(given, StagePlace(Account(read_stage(given.stage))), utc_now())
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
