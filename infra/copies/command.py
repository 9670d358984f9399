"""What the commands of backup and restore take, the same for a box and for a stage."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.privacy.marks import mark_of_key
from infra.copies.backup import backup
from infra.copies.export import export
from infra.copies.manifest import Manifest
from infra.copies.place import Place
from infra.copies.replay import replay
from infra.copies.restore import restore
from infra.stage import Unfit

VERBS = ("backup", "restore", "replay", "export")


@dataclass(frozen=True)
class Asked:
    """`lists` is a file with a newer erasure list, `since` the moment of a replay."""

    what: str
    stage: str
    file: Path | None
    lists: Path | None
    since: datetime | None


def asked(argv: Sequence[str]) -> Asked:
    parser = argparse.ArgumentParser(prog="copies")
    parser.add_argument("what", choices=VERBS)
    parser.add_argument("stage")
    parser.add_argument("--file", type=_path, default=None)
    parser.add_argument("--erasures", type=_path, default=None)
    parser.add_argument("--since", type=_moment, default=None)
    given = parser.parse_args(argv)
    return Asked(given.what, given.stage, given.file, given.erasures, given.since)


def carried_out(given: Asked, place: Place, now: datetime) -> int:
    """Raises Unfit with what the technician can do about it."""
    if given.what == "replay":
        if given.since is None:
            raise Unfit("since when? make replay STAGE=... SINCE=2026-11-21T08:00:00+08:00")
        print(f"{replay(place, given.since, now)} readers were forgotten again; the stage is open.")
        return 0
    if given.file is None:
        raise Unfit(f"which file? make {given.what} STAGE={given.stage} FILE=...")
    _with_file(given, given.file, place, now)
    return 0


def _with_file(given: Asked, file: Path, place: Place, now: datetime) -> None:
    if given.what == "restore":
        made = restore(place, file, now, print, given.lists)
        print(f"Restored as of {made.begun:%Y-%m-%d %H:%M} UTC; the stage is open.")
        _tell_of_other_keys(place, made)
        return
    act = {"backup": backup, "export": export}[given.what]
    act(place, file, now, print)
    print(
        f"{file} ({file.stat().st_size:,} bytes). It holds personal data: keep it locked away."
        if given.what == "backup"
        else f"{file} ({file.stat().st_size:,} bytes)"
    )


def _tell_of_other_keys(place: Place, made: Manifest) -> None:
    if made.key_mark != mark_of_key(place.services.secret_settings.pseudonym_key):
        print(
            "The pseudonym key is not the one of the backup: what was sealed with it, such as the "
            "second steps of staff at sign-in, does not open. If the old key exists, put it back "
            "and restore into empty tables once more (docs/backup.md)."
        )


def _path(said: str) -> Path | None:
    return Path(said).expanduser() if said else None


def _moment(said: str) -> datetime | None:
    if not said:
        return None
    moment = datetime.fromisoformat(said)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
