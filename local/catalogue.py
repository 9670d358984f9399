"""`make import-catalogue FILE=...` without a stage: into the box that runs here."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.account import ended
from infra.catalogue import bring, key_for
from infra.stage import Unfit
from local.running import database, operate_of, services, the_box


def main(argv: Sequence[str]) -> int:
    return ended(lambda: _to_box(Path(argv[0])))


def _to_box(file: Path) -> int:
    box = the_box()
    at = database(box)
    if not at:
        raise Unfit("no box runs here: make run, in another window")
    key = key_for(file)
    kept = box.home / "files" / key
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, kept)
    return bring(operate_of(services(box, at)), key, file.name, pause_s=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
