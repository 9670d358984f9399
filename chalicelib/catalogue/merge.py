"""Changes worked into the buckets of one part of the index.

A part is every key whose hash ends in the same bits, so it touches buckets of its own only. When
the catalogue has outgrown its buckets, parts are written into a new generation with more of them,
and readers move over at once when the state says so. All numbers of buckets and parts are powers
of two; in place there are never more parts than buckets.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.catalogue.buckets import (
    Head,
    Long,
    bucket_of,
    chunks,
    pack_bucket,
    pack_head,
    pack_list,
    read_bucket,
    read_list,
)
from chalicelib.catalogue.lists import blob_names, joined, pack_directory, read_directory
from chalicelib.catalogue.ports import Blobs
from chalicelib.catalogue.postings import NOTHING, Code, unpack
from chalicelib.catalogue.runs import Change, part_of
from chalicelib.catalogue.state import DIRECTORY_PARTS, blob_name, bucket_name, directory_name

_AT_ONCE = 100


@dataclass(frozen=True)
class Place:
    """A generation of the index: its number and how many buckets it has."""

    generation: int
    buckets: int


@dataclass
class _Written:
    """What a group of buckets comes to: bucket items, blobs of long lists and their sizes."""

    buckets: dict[int, dict[str, bytes]] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)


class Merge:
    """Works `changes` of one part into `new`, beginning from what stands in `old`.

    Safe to repeat: a change names what a list holds in the end, not a step towards it.
    """

    def __init__(self, blobs: Blobs, old: Place, new: Place) -> None:
        self._blobs = blobs
        self._old = old
        self._new = new

    def part(self, part: int, parts: int, changes: Mapping[str, Change]) -> None:
        by_bucket: dict[int, list[str]] = {}
        for key in changes:
            by_bucket.setdefault(bucket_of(key, self._old.buckets), []).append(key)
        sizes: dict[str, tuple[int, int]] = {}
        for group in _groups(self._touched(part, parts, by_bucket)):
            sizes |= self._group(
                group, part, parts, {b: by_bucket.get(b, []) for b in group}, changes
            )
        self._note_sizes(sizes)

    def _touched(self, part: int, parts: int, changed: Collection[int]) -> list[int]:
        """Old buckets to read: those with a change; all of this part when moving."""
        if self._new == self._old:
            return sorted(changed)
        step = min(parts, self._old.buckets)
        return list(range(part % step, self._old.buckets, step))

    def _group(
        self,
        group: list[int],
        part: int,
        parts: int,
        keys: Mapping[int, list[str]],
        changes: Mapping[str, Change],
    ) -> dict[str, tuple[int, int]]:
        read = self._blobs.fetch([bucket_name(self._old.generation, b) for b in group])
        written = _Written()
        for bucket in group:
            blob = read.get(bucket_name(self._old.generation, bucket))
            lists = read_bucket(blob.body) if blob else {}
            for key in keys[bucket]:
                self._apply(key, changes[key], lists, written)
            self._deal(bucket, lists, part, parts, written)
        self._blobs.put_all(written.blobs)
        self._blobs.delete_all(written.gone)
        self._write({n: blob.version for n, blob in read.items()}, written.buckets)
        return written.sizes

    def _apply(self, key: str, change: Change, lists: dict[str, bytes], written: _Written) -> None:
        found, before = self._before(key, lists.pop(key, None))
        for number in change.removed:
            found.pop(number, None)
        found |= change.added
        names: set[str] = set()
        written.sizes[key] = (0, 0)
        if found:
            lists[key], names = _placed(key, pack_list(found), written)
        written.gone |= before - names

    def _before(self, key: str, payload: bytes | None) -> tuple[dict[int, Code], set[str]]:
        """What the list holds, and the names of its blobs."""
        entry = read_list(payload) if payload else NOTHING
        if not isinstance(entry, Head):
            return entry.by_number(), set()
        return self._long(key, entry), {*blob_names(key, entry.main_bytes, entry.subject_bytes)}

    def _long(self, key: str, head: Head) -> dict[int, Code]:
        """One chunk more is asked for: a crash may have left a longer list than its head says."""
        names = [
            blob_name(key, part, i)
            for part, size in (("m", head.main_bytes), ("s", head.subject_bytes))
            for i in range(chunks(size) + 1)
        ]
        blobs = self._blobs.fetch(names)
        return joined(unpack(blob.body) for blob in blobs.values()).by_number()

    def _deal(
        self, bucket: int, lists: dict[str, bytes], part: int, parts: int, written: _Written
    ) -> None:
        if self._new == self._old:
            written.buckets[bucket] = lists
            return
        wide = parts > self._old.buckets
        step, start = (parts, part) if wide else (self._old.buckets, bucket)
        for new in range(start, self._new.buckets, step):
            written.buckets.setdefault(new, {})
        for key, payload in lists.items():
            if not wide or part_of(key, parts) == part:
                written.buckets[bucket_of(key, self._new.buckets)][key] = payload

    def _write(self, seen: Mapping[str, int], buckets: Mapping[int, dict[str, bytes]]) -> None:
        generation = self._new.generation
        bodies = {bucket_name(generation, b): pack_bucket(held) for b, held in buckets.items()}
        if self._new != self._old:
            self._blobs.put_all(bodies)
            return
        for name, body in bodies.items():
            self._blobs.replace(name, body, seen.get(name, 0))

    def _note_sizes(self, sizes: Mapping[str, tuple[int, int]]) -> None:
        """The directory of long lists; lists that became short again leave it."""
        by_part: dict[int, dict[str, tuple[int, int]]] = {}
        for key, size in sizes.items():
            by_part.setdefault(part_of(key, DIRECTORY_PARTS), {})[key] = size
        names = [directory_name(part) for part in by_part]
        read = self._blobs.fetch(names) if names else {}
        for part, changed in by_part.items():
            blob = read.get(directory_name(part))
            before = read_directory(blob.body) if blob else {}
            after = {key: size for key, size in (before | changed).items() if size != (0, 0)}
            if after != before or blob is None:
                seen = blob.version if blob else 0
                self._blobs.replace(directory_name(part), pack_directory(after), seen)


def _placed(key: str, packed: bytes | Long, written: _Written) -> tuple[bytes, set[str]]:
    """What the bucket keeps of a list, and the names of its blobs."""
    if isinstance(packed, bytes):
        return packed, set()
    bodies = {blob_name(key, "m", i): body for i, body in enumerate(packed.main)}
    bodies |= {blob_name(key, "s", i): body for i, body in enumerate(packed.subjects)}
    written.blobs |= dict(reversed(bodies.items()))
    written.sizes[key] = (packed.head.main_bytes, packed.head.subject_bytes)
    return pack_head(packed.head), set(bodies)


def _groups(buckets: list[int]) -> Iterator[list[int]]:
    return (buckets[at : at + _AT_ONCE] for at in range(0, len(buckets), _AT_ONCE))
