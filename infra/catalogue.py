"""`make import-catalogue FILE=... STAGE=...`: a file of books, of any size, into a stage.

The file goes straight into the stage's private bucket, so no request's limit holds it back; the
stage's worker reads it in slices. The command only watches: ending it leaves the import going.
"""

import re
import secrets
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from infra.account import Account, ended
from infra.stack import Failed
from infra.stage import Unfit, read_stage

Operate = Callable[..., Mapping[str, Any]]
PAUSE_S = 3.0
MAY_TAKE_S = 6 * 3600
BY = "technician"


def key_for(file: Path) -> str:
    """Raises Unfit where there is nothing to bring."""
    if not file.is_file() or not file.stat().st_size:
        raise Unfit(f"{file} is no file, or an empty one")
    ending = re.search(r"\.([a-z0-9]{1,8})$", file.name.lower())
    return f"imports/{secrets.token_hex(12)}.{ending[1] if ending else 'bin'}"


def bring(operate: Operate, key: str, name: str, pause_s: float = PAUSE_S) -> int:
    """Begins and watches. Raises Failed where the import could not be begun."""
    job = str(operate("import", key=key, name=name, by=BY)["id"])
    print(f"Import {job} has begun; ending this command leaves it going.", flush=True)
    told = _watched(operate, job, pause_s)
    counts = ", ".join(f"{told[part]:,} {part}" for part in ("seen", "added", "updated", "refused"))
    print("\n".join([f"{counts}.", *(f"  {problem}" for problem in told["problems"])]))
    if told["state"] == "failed":
        raise Failed(f"the import ended early: {told['failure']}")
    return 0


def _watched(operate: Operate, job: str, pause_s: float) -> Mapping[str, Any]:
    shown, end = "", time.monotonic() + MAY_TAKE_S
    while time.monotonic() < end:
        told = operate("imported", id=job)
        line = f"  {told['percent']:>3} %  {told['seen']:,} records"
        if line != shown:
            print(line, flush=True)
        shown = line
        if told["ended"]:
            return told
        time.sleep(pause_s)
    raise Failed("it takes too long to watch; the staff console shows how far it is")


def main(argv: Sequence[str]) -> int:
    stage, file = argv
    return ended(lambda: _to_stage(Account(read_stage(stage)), Path(file)))


def _to_stage(account: Account, file: Path) -> int:
    key = key_for(file)
    print(f"Uploading {file.stat().st_size:,} bytes ...", flush=True)
    with file.open("rb") as body:
        account.client("s3").put_object(Bucket=account.real("Files"), Key=key, Body=body)
    return bring(account.operate, key, file.name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
