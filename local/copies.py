"""`make backup`, `restore`, `replay` and `export` of the box on this machine (STAGE=local)."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from infra.account import ended
from infra.copies.command import Asked, asked, carried_out
from infra.stage import Unfit
from local import engine
from local.clock import box_clock
from local.identity import identity
from local.ledger import running_endpoint
from local.lock import hold


class BoxPlace:
    """A box that runs is not shut by us: whoever wants to restore stops it first."""

    name = "local"

    def __init__(self, services: Services) -> None:
        self.services = services

    def shut(self) -> None:
        """The lock on its folder is held: it cannot start."""

    def open(self) -> None:
        """The lock goes with this process."""


@contextmanager
def box(home: Path, may_run: bool) -> Iterator[BoxPlace]:
    """`may_run`: whether a running box will do, as it does for reading."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    endpoint = running_endpoint(home)
    if endpoint and may_run:
        yield BoxPlace(_services(home, endpoint))
        return
    lock = hold(home)
    if lock is None:
        raise Unfit(f"the box in {home} is running: stop it first")
    own = engine.start(home / "data" / "weiguan.db")
    try:
        yield BoxPlace(_services(home, own.endpoint))
    finally:
        own.stop()
        lock.close()


def _services(home: Path, endpoint: str) -> Services:
    services = Services(
        Settings(
            dynamodb_endpoint=endpoint,
            files_dir=str(home / "files"),
            pseudonym_key=identity(home)["pseudonym_key"],
        )
    )
    _ = services.wire
    create_missing(MODELS)
    return services


def main(argv: list[str]) -> int:
    given = asked(argv)
    home = Path(os.environ.get("WEIGUAN_HOME", ".local")).resolve()
    return ended(lambda: _done(given, home))


def _done(given: Asked, home: Path) -> int:
    with box(home, may_run=given.what in ("backup", "export")) as place:
        return carried_out(given, place, box_clock(home / "clock.json")())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
