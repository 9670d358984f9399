"""What one slice of an import changes in the index, sorted into parts by the hash of the key.

A run is written once and read once, when its part of the index is merged. `added` maps a title's
number to its places; `removed` are numbers that the key no longer holds.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.catalogue.buckets import pack_bucket, read_bucket
from chalicelib.catalogue.postings import Code, pack, read_varint, unpack, varint


@dataclass
class Change:
    added: dict[int, Code] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)

    def then(self, later: "Change") -> None:
        self.removed -= later.added.keys()
        self.removed |= later.removed
        for number in later.removed:
            self.added.pop(number, None)
        self.added |= later.added


class Changes:
    """By key. Adding undoes an earlier removal of the same number, and the other way round."""

    def __init__(self) -> None:
        self.by_key: dict[str, Change] = {}

    def add(self, number: int, grams: Mapping[str, Code]) -> None:
        for key, code in grams.items():
            change = self.by_key.get(key)
            if change is None:
                change = self.by_key[key] = Change()
            change.added[number] = code
            change.removed.discard(number)

    def remove(self, number: int, keys: Iterable[str]) -> None:
        for key in keys:
            change = self.by_key.setdefault(key, Change())
            change.added.pop(number, None)
            change.removed.add(number)


def part_of(key: str, parts: int) -> int:
    return zlib.crc32(key.encode()) & (parts - 1)


def run_parts(changes: Changes, parts: int) -> list[bytes]:
    sorted_out: list[dict[str, bytes]] = [{} for _ in range(parts)]
    for key, change in changes.by_key.items():
        sorted_out[part_of(key, parts)][key] = _pack(change)
    return [pack_bucket(lists) for lists in sorted_out]


def _pack(change: Change) -> bytes:
    removed = sorted(change.removed)
    return varint(len(removed)) + b"".join(map(varint, removed)) + pack(change.added)


def read_run(body: bytes) -> Iterator[tuple[str, Change]]:
    for key, payload in read_bucket(body).items():
        count, at = read_varint(payload, 0)
        removed: set[int] = set()
        for _ in range(count):
            number, at = read_varint(payload, at)
            removed.add(number)
        yield key, Change(unpack(payload, at).by_number(), removed)


def merged(runs: Iterable[bytes]) -> dict[str, Change]:
    """Runs in the order of their slices."""
    whole: dict[str, Change] = {}
    for body in runs:
        for key, change in read_run(body):
            if key in whole:
                whole[key].then(change)
            else:
                whole[key] = change
    return whole
