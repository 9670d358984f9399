"""Posting lists as bytes: which titles hold a gram, and where in them.

A list is `numbers` (rising title numbers) and `codes` (one a title: where the gram stands; a
tuple where it stands in several places). As bytes: the gaps between numbers as varints, then the
codes as varints. Low varint bytes are below 128, so short gaps and codes decode at C speed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, islice

Code = int | tuple[int, ...]
SEVERAL = 7


@dataclass(frozen=True)
class Postings:
    numbers: list[int]
    codes: list[Code]

    def by_number(self) -> dict[int, Code]:
        return dict(zip(self.numbers, self.codes, strict=True))


NOTHING = Postings([], [])


def varint(value: int) -> bytes:
    """Seven bits a byte, high bits first; every byte but the last has its top bit set."""
    if value < 128:
        return _SHORT[value]
    if value < 1 << 14:
        return bytes((value >> 7 | 128, value & 127))
    if value < 1 << 21:
        return bytes((value >> 14 | 128, value >> 7 & 127 | 128, value & 127))
    last = bytes((value >> 14 & 127 | 128, value >> 7 & 127 | 128, value & 127))
    return _continued(value >> 21) + last


def _continued(value: int) -> bytes:
    higher = _continued(value >> 7) if value > 127 else b""
    return higher + bytes((value & 127 | 128,))


_SHORT = [bytes((value,)) for value in range(128)]


def read_varint(blob: bytes, at: int) -> tuple[int, int]:
    """The value, and where it ends."""
    value = 0
    while (byte := blob[at]) & 128:
        value = value << 7 | byte & 127
        at += 1
    return value << 7 | byte, at + 1


def pack(found: Mapping[int, Code]) -> bytes:
    """Numbers may come in any order."""
    numbers = sorted(found)
    codes = [found[number] for number in numbers]
    return varint(len(numbers)) + _pack_numbers(numbers) + _pack_codes(codes)


def unpack(blob: bytes, at: int = 0) -> Postings:
    count, at = read_varint(blob, at)
    numbers, at = _read_numbers(blob, at, count)
    return Postings(numbers, _read_codes(blob[at:], count))


def _pack_numbers(numbers: list[int]) -> bytes:
    out = bytearray()
    before = 0
    for number in numbers:
        gap, before = number - before, number
        if gap < 128:
            out.append(gap)
        else:
            out += varint(gap)
    return bytes(out)


def _read_numbers(blob: bytes, at: int, count: int) -> tuple[list[int], int]:
    head = blob[at : at + count]
    if head.isascii():
        return list(accumulate(head)), at + count
    numbers: list[int] = []
    number = gap = 0
    end = at
    for end, byte in enumerate(islice(blob, at, None), at + 1):  # noqa: B007 - used after it
        if byte & 128:
            gap = gap << 7 | byte & 127
            continue
        number += gap << 7 | byte
        gap = 0
        numbers.append(number)
        if len(numbers) == count:
            break
    return numbers, end


def _pack_codes(codes: list[Code]) -> bytes:
    out = bytearray()
    for code in codes:
        if isinstance(code, int):
            out += _SHORT[code] if code < 128 else varint(code)
        else:
            out += varint(SEVERAL) + varint(len(code)) + b"".join(map(varint, code))
    return bytes(out)


def _read_codes(blob: bytes, count: int) -> list[Code]:
    head = blob[:count]
    if head.isascii() and SEVERAL not in head:
        return list(head)
    codes: list[Code] = []
    at = 0
    for _ in range(count):
        code, at = read_varint(blob, at)
        if code == SEVERAL:
            places, at = _read_places(blob, at)
            codes.append(places)
        else:
            codes.append(code)
    return codes


def _read_places(blob: bytes, at: int) -> tuple[tuple[int, ...], int]:
    count, at = read_varint(blob, at)
    places: list[int] = []
    for _ in range(count):
        place, at = read_varint(blob, at)
        places.append(place)
    return tuple(places), at


def places(code: Code) -> Iterable[int]:
    return (code,) if isinstance(code, int) else code
