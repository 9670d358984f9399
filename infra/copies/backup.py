"""`make backup`: every row and file of a stage into one file."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from chalicelib.errors import NotFound
from chalicelib.files.ports import Files
from chalicelib.privacy.marks import mark_of_key
from infra.copies.archive import FileFact, Writer
from infra.copies.manifest import Counted, Manifest
from infra.copies.place import KEPT, Place, release, scan

PIECE = 4 * 1024 * 1024


def backup(place: Place, path: Path, now: datetime, say: Callable[[str], None]) -> Manifest:
    """Each row is whole; rows that were written together may be seconds apart while the stage
    works. A box that is stopped gives an exact picture."""
    services = place.services
    key = services.secret_settings.pseudonym_key
    with Writer(path) as writer:
        tables: dict[str, Counted] = {}
        for short in KEPT:
            tables[short] = writer.table(short, scan(services, short))
            say(f"  {short}: {tables[short].lines} rows")
        facts = list(_copied(services.files, writer))
        files = writer.file_list(facts)
        say(f"  {files.lines} files")
        made = Manifest(release(), place.name, now, mark_of_key(key), tables, files)
        writer.manifest(made)
    return made


def _copied(files: Files, writer: Writer) -> Iterator[FileFact]:
    for key in files.keys(""):
        seen = hashlib.sha256()
        try:
            writer.file(key, _pieces(files, key, seen.update))
            content_type = files.content_type(key)
        except NotFound:
            continue
        yield FileFact(key, content_type, seen.hexdigest())


def _pieces(files: Files, key: str, see: Callable[[bytes], None]) -> Iterator[bytes]:
    start = 0
    while piece := files.read_range(key, start, PIECE):
        see(piece)
        start += len(piece)
        yield piece
