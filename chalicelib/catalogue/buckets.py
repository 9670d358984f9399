"""Many short posting lists in one item, and what stands there for a list kept elsewhere.

Half of all grams stand in one title. One item a gram would be half a million items of 20 bytes;
so a gram's list stands in the bucket its hash names, unless it is long: then the bucket keeps its
count and its best titles (enough for the first pages), and the whole list is a blob of its own.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.catalogue.places import SUBJECT, grade
from chalicelib.catalogue.postings import Code, Postings, pack, read_varint, unpack, varint

LONGEST_INLINE = 1200
CHUNK = 256 * 1024
BEST = 100
TITLES_PER_BUCKET = 16
FEWEST_BUCKETS = 16


@dataclass(frozen=True)
class Head:
    """Of a long list: how many titles, bytes of its two blobs, and the best in order of rank.

    `main` holds titles, authors and so on; `subjects` those that only a subject heading brings.
    """

    total: int
    main_bytes: int
    subject_bytes: int
    best: tuple[tuple[int, int], ...]
    """Pairs of grade and number."""


@dataclass(frozen=True)
class Long:
    """The blobs of a long list, each a list of its own: numbers rise from one to the next."""

    head: Head
    main: tuple[bytes, ...]
    subjects: tuple[bytes, ...]


def chunks(size: int) -> int:
    """How many blobs a list of so many bytes lies in."""
    return (size + CHUNK - 1) // CHUNK


def bucket_of(key: str, buckets: int) -> int:
    """`buckets` is a power of two, so twice as many buckets split each one in two."""
    return zlib.crc32(key.encode()) & (buckets - 1)


def buckets_for(titles: int) -> int:
    wanted = max(FEWEST_BUCKETS, titles // TITLES_PER_BUCKET)
    return 1 << (wanted - 1).bit_length()


def pack_list(found: Mapping[int, Code]) -> bytes | Long:
    """Inline bytes, or a head and two blobs."""
    whole = pack(found)
    if len(whole) <= LONGEST_INLINE:
        return b"\x00" + whole
    subjects = {number: code for number, code in found.items() if code == SUBJECT}
    main_bytes, main = _split({n: code for n, code in found.items() if n not in subjects})
    subject_bytes, rest = _split(subjects)
    best = tuple(ranked(found)[:BEST])
    return Long(Head(len(found), main_bytes, subject_bytes, best), main, rest)


def _split(found: Mapping[int, Code]) -> tuple[int, tuple[bytes, ...]]:
    if not found:
        return 0, ()
    size = len(pack(found))
    numbers = sorted(found)
    each = -(-len(numbers) // chunks(size))
    parts = (numbers[at : at + each] for at in range(0, len(numbers), each))
    return size, tuple(pack({n: found[n] for n in part}) for part in parts)


def ranked(found: Mapping[int, Code]) -> list[tuple[int, int]]:
    return sorted((grade(code), number) for number, code in found.items())


def pack_head(head: Head) -> bytes:
    sizes = varint(head.total) + varint(head.main_bytes) + varint(head.subject_bytes)
    best = b"".join(varint(number << 3 | grade) for grade, number in head.best)
    return b"\x01" + sizes + varint(len(head.best)) + best


def read_list(payload: bytes) -> Postings | Head:
    return unpack(payload, 1) if payload[0] == 0 else _read_head(payload)


def _read_head(payload: bytes) -> Head:
    at = 1
    sizes: list[int] = []
    for _ in range(4):
        value, at = read_varint(payload, at)
        sizes.append(value)
    best: list[tuple[int, int]] = []
    for _ in range(sizes[3]):
        value, at = read_varint(payload, at)
        best.append((value & 7, value >> 3))
    return Head(sizes[0], sizes[1], sizes[2], tuple(best))


def pack_bucket(lists: Mapping[str, bytes]) -> bytes:
    return b"".join(_entry(key.encode(), lists[key]) for key in sorted(lists))


def _entry(key: bytes, payload: bytes) -> bytes:
    return varint(len(key)) + key + varint(len(payload)) + payload


def read_bucket(blob: bytes) -> dict[str, bytes]:
    return {key.decode(): payload for key, payload in _entries(blob)}


def find_in_bucket(blob: bytes, key: str) -> bytes | None:
    wanted = key.encode()
    return next((payload for found, payload in _entries(blob) if found == wanted), None)


def _entries(blob: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(blob):
        size, at = read_varint(blob, at)
        key, at = blob[at : at + size], at + size
        size, at = read_varint(blob, at)
        yield key, blob[at : at + size]
        at += size
