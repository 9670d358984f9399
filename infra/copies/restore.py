"""`make restore`: a backup into the empty tables of a stage, which opens when all is proved.

The order is the promise: the backup is read through before anything is written; the stage is shut;
rows and files are written and compared with the manifest; who asked to be forgotten since the
backup is forgotten again; only then does the stage open. Broken off anywhere, the stage stays shut
and the same command goes on: writing a row twice changes nothing.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from chalicelib.privacy.marks import mark_of_key
from infra.copies.archive import Reader
from infra.copies.manifest import Counted, Manifest
from infra.copies.place import KEPT, Place, is_empty, scan, write
from infra.copies.replay import LIST, Replay
from infra.copies.rows import Row, Sum, to_line
from infra.stage import Unfit

OLDEST = timedelta(days=400)
"""The erasure list reaches further back than this, and what readers wrote does not."""
Say = Callable[[str], None]


def restore(
    place: Place, path: Path, now: datetime, say: Say, lists: Path | None = None
) -> Manifest:
    """`lists` is a newer backup, or one of the erasure list alone, whose list is heeded too."""
    reader = Reader(path)
    others = [Reader(lists)] if lists else []
    _fits(place, reader.manifest, now)
    for one in (reader, *others):
        reader_key_fits(place, one)
        one.check()
    say("The backup is whole.")
    _begin(place, reader.manifest, now)
    _write(place, reader, say)
    for one in others:
        write(place.services, LIST, one.table(LIST))
    replay = Replay(place.services, reader.manifest.begun)
    _compare(place, reader.manifest, replay)
    say(f"Every row is as it was; {replay.run(now)} readers were forgotten again.")
    place.services.privacy.erasures.end_restore()
    place.open()
    return reader.manifest


def reader_key_fits(place: Place, reader: Reader) -> None:
    """With another key the erasure list could not be read."""
    key = place.services.secret_settings.pseudonym_key
    if reader.manifest.key_mark == mark_of_key(key):
        return
    if reader.manifest.tables.get(LIST, Counted(0, "")).lines:
        raise Unfit(
            "the pseudonym key is not the one this backup's erasure list was made with: put the "
            "old one back (identity.json of the box, the secrets of the stage), then try again"
        )


def _fits(place: Place, manifest: Manifest, now: datetime) -> None:
    if now - manifest.begun > OLDEST:
        raise Unfit(f"the backup is older than {OLDEST.days} days: nothing of it may come back")
    unknown = sorted(set(manifest.tables) - set(KEPT))
    if unknown:
        raise Unfit(f"this release knows no table {', '.join(unknown)}")
    under_way = place.services.privacy.erasures.restore_under_way()
    if under_way and under_way != manifest.id:
        raise Unfit(f"another backup is being restored ({under_way}): go on with that one")
    full = [] if under_way else [short for short in KEPT if _holds_rows(place, short)]
    if full:
        raise Unfit(
            f"a restore needs empty tables, and there are rows in: {', '.join(full)}. "
            "Restore into a new stage, or take these tables away first"
        )


def _holds_rows(place: Place, short: str) -> bool:
    """What is on the erasure list already stays there: lists are joined."""
    return short != LIST and not is_empty(place.services, short)


def _begin(place: Place, manifest: Manifest, now: datetime) -> None:
    place.shut()
    place.services.privacy.erasures.begin_restore(manifest.id, now)


def _write(place: Place, reader: Reader, say: Say) -> None:
    for short, said in reader.manifest.tables.items():
        write(place.services, short, reader.table(short))
        say(f"  {short}: {said.lines} rows")
    for fact in reader.files():
        body = reader.file(fact.key)
        if sha256(body).hexdigest() != fact.sha256:
            raise Unfit(f"the backup is damaged: {fact.key}")
        place.services.files.put(fact.key, body, fact.content_type)
    say(f"  {reader.manifest.files.lines} files")


def _compare(place: Place, manifest: Manifest, replay: Replay) -> None:
    """Every row is read once more: compared with the manifest, and looked at for readers."""
    for short, said in manifest.tables.items():
        counted = Sum()
        for row in replay.watched(_rows(place, short)):
            counted.add(to_line(row))
        if short != LIST and Counted(counted.lines, counted.hash) != said:
            raise Unfit(
                f"{short} is not what the manifest says; the stage stays shut: run the same "
                "command again"
            )


def _rows(place: Place, short: str) -> Iterator[Row]:
    return scan(place.services, short)
