"""The posting lists a question needs, in one batch read of known size."""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.catalogue.buckets import Head, bucket_of, chunks, find_in_bucket, read_list
from chalicelib.catalogue.ports import Blobs
from chalicelib.catalogue.postings import NOTHING, Postings, unpack
from chalicelib.catalogue.state import (
    DIRECTORY_PARTS,
    STATE,
    CatalogueState,
    blob_name,
    bucket_name,
    directory_name,
    read_state,
)

TYPICAL_BUCKET = 2700
_KEPT = timedelta(seconds=60)


@dataclass(frozen=True)
class Layout:
    """Kept in the process: where lists are, and which of them are long (bytes of both blobs)."""

    state: CatalogueState
    long: Mapping[str, tuple[int, int]]

    def size(self, key: str) -> int:
        """About what reading the whole list costs, in bytes."""
        return TYPICAL_BUCKET + sum(self.long.get(key, (0, 0)))

    def bucket(self, key: str) -> str:
        return bucket_name(self.state.generation, bucket_of(key, self.state.buckets))

    def blobs(self, key: str, *, subjects: bool) -> list[str]:
        main, rest = self.long.get(key, (0, 0))
        return blob_names(key, main, rest if subjects else 0)


def blob_names(key: str, main: int, rest: int) -> list[str]:
    """`main` and `rest` are bytes; a blob longer than a chunk lies in several."""
    sizes = (("m", main), ("s", rest))
    return [blob_name(key, part, i) for part, size in sizes for i in range(chunks(size))]


@dataclass(frozen=True)
class Wanted:
    """`heads`: only how many and the best; `whole`: titles and authors; `all`: subjects too."""

    heads: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        return self.heads | self.whole | self.all


@dataclass
class Tally:
    """What a question cost: items and bytes read, candidates checked against their text."""

    items: int = 0
    bytes: int = 0
    checked: int = 0


@dataclass
class Lists:
    """What was read; a list is decoded when it is first asked for."""

    layout: Layout
    bodies: Mapping[str, bytes]
    wanted: Wanted
    _decoded: dict[str, Postings] = field(default_factory=dict)

    def entry(self, key: str) -> Postings | Head | None:
        """What its bucket says; None if the bucket was not read."""
        body = self.bodies.get(self.layout.bucket(key))
        if body is None or key not in self.wanted.keys:
            return None
        payload = find_in_bucket(body, key)
        return read_list(payload) if payload else NOTHING

    def whole(self, key: str) -> Postings | None:
        """The list, without what only subject headings bring unless asked; None if not read.

        None also where its blobs were not asked for, because it grew long a moment ago.
        """
        if key not in self._decoded:
            entry = self.entry(key)
            found = self._long(key, entry) if isinstance(entry, Head) else entry
            if found is None:
                return None
            self._decoded[key] = found
        return self._decoded[key]

    def _long(self, key: str, head: Head) -> Postings | None:
        if key not in self.wanted.whole | self.wanted.all:
            return None
        rest = head.subject_bytes if key in self.wanted.all else 0
        bodies = [self.bodies.get(name) for name in blob_names(key, head.main_bytes, rest)]
        parts = [unpack(body) for body in bodies if body is not None]
        return joined(parts) if len(parts) == len(bodies) else None


def joined(parts: Iterable[Postings]) -> Postings:
    lists = tuple(parts)
    if len(lists) == 1:
        return lists[0]
    numbers = [number for one in lists for number in one.numbers]
    return Postings(numbers, [code for one in lists for code in one.codes])


class ListReader:
    """Reads lists and records; keeps the layout for a minute, so a question is one batch read."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._layout: Layout | None = None
        self._until: datetime | None = None

    def layout(self, now: datetime) -> Layout:
        if self._layout is None or self._until is None or now >= self._until:
            self._layout = read_layout(self._blobs)
            self._until = now + _KEPT if self._layout.state.titles else None
        return self._layout

    def read(self, wanted: Wanted, now: datetime, tally: Tally) -> Lists:
        lists = self._read(wanted, self.layout(now), tally)
        if self._is_stale(lists):
            self._until = None
            lists = self._read(wanted, self.layout(now), tally)
        return lists

    def bodies(self, names: Collection[str], tally: Tally) -> dict[str, bytes]:
        found = self._blobs.fetch(names) if names else {}
        tally.items += len(found)
        tally.bytes += sum(len(blob.body) for blob in found.values())
        return {name: blob.body for name, blob in found.items()}

    def _read(self, wanted: Wanted, layout: Layout, tally: Tally) -> Lists:
        names = {layout.bucket(key) for key in wanted.keys}
        names.update(_all_blobs(layout, wanted.whole, subjects=False))
        names.update(_all_blobs(layout, wanted.all, subjects=True))
        return Lists(layout, self.bodies(names, tally), wanted)

    def _is_stale(self, lists: Lists) -> bool:
        """Every bucket of the present generation exists; a missing one means it was replaced."""
        if lists.layout.state.titles == 0:
            return False
        return any(lists.layout.bucket(key) not in lists.bodies for key in lists.wanted.keys)


def _all_blobs(layout: Layout, keys: Iterable[str], *, subjects: bool) -> Iterable[str]:
    return (name for key in keys for name in layout.blobs(key, subjects=subjects))


def read_layout(blobs: Blobs) -> Layout:
    """One call: the state and the directory of long lists."""
    found = blobs.fetch([STATE, *map(directory_name, range(DIRECTORY_PARTS))])
    state = read_state(found[STATE].body) if STATE in found else CatalogueState()
    long: dict[str, tuple[int, int]] = {}
    for name, blob in found.items():
        if name != STATE:
            long |= read_directory(blob.body)
    return Layout(state, long)


def read_directory(body: bytes) -> dict[str, tuple[int, int]]:
    rows = json.loads(zlib.decompress(body))
    return {key: (main, rest) for key, main, rest in rows}


def pack_directory(long: Mapping[str, tuple[int, int]]) -> bytes:
    rows = [[key, *sizes] for key, sizes in sorted(long.items())]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 6)
