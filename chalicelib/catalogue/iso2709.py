"""ISO 2709, the tape format of MARC, taken apart without trusting its lengths.

Exports are known whose directory counts characters instead of bytes, so fields are cut at their
terminators, in directory order; the directory's lengths decide only where terminators disagree.
"""

from collections.abc import Callable

from chalicelib.catalogue.marc import BadRecord, Field, Marc
from chalicelib.catalogue.model import Reason

RECORD_END = b"\x1d"
_FIELD_END = b"\x1e"
_SUBFIELD = b"\x1f"
_LEADER = 24
_ENTRY = 12

Decode = Callable[[bytes], str]


def read_iso2709(body: bytes, decode: Decode) -> Marc:
    """`body` is one record without its terminator. Raises BadRecord."""
    leader = body[:_LEADER].decode("latin-1")
    if len(leader) < _LEADER or not leader[12:17].strip().isdigit():
        raise BadRecord(Reason.BAD_LEADER, leader[:_LEADER])
    directory, _, data = body[_LEADER:].partition(_FIELD_END)
    pairs = _cut(_entries(directory), data)
    return Marc(leader, tuple(_field(tag, raw, decode) for tag, raw in pairs))


def _entries(directory: bytes) -> list[tuple[str, int, int]]:
    """Tag, length and start of each field."""
    if not directory or len(directory) % _ENTRY or not directory.isascii():
        raise BadRecord(Reason.BAD_DIRECTORY, f"{len(directory)} bytes")
    text = directory.decode("ascii")
    rows = [text[at : at + _ENTRY] for at in range(0, len(text), _ENTRY)]
    if not all(row[3:].isdigit() for row in rows):
        raise BadRecord(Reason.BAD_DIRECTORY, "letters for lengths")
    return [(row[:3], int(row[3:7]), int(row[7:])) for row in rows]


def _cut(entries: list[tuple[str, int, int]], data: bytes) -> list[tuple[str, bytes]]:
    parts = data.removesuffix(_FIELD_END).split(_FIELD_END)
    if len(parts) == len(entries):
        in_order = sorted(range(len(entries)), key=lambda i: entries[i][2])
        by_index = dict(zip(in_order, parts, strict=True))
        return [(entry[0], by_index[i]) for i, entry in enumerate(entries)]
    if any(start + length > len(data) for _, length, start in entries):
        raise BadRecord(Reason.BAD_DIRECTORY, f"{len(entries)} entries, {len(parts)} fields")
    return [(t, data[start : start + length].rstrip(_FIELD_END)) for t, length, start in entries]


def _field(tag: str, raw: bytes, decode: Decode) -> Field:
    if tag.startswith("00") or _SUBFIELD not in raw:
        return Field(tag, value=_decoded(tag, raw, decode))
    head, *parts = raw.split(_SUBFIELD)
    pairs = tuple(_subfield(tag, part, decode) for part in parts if part)
    return Field(tag, "", head[:2].decode("latin-1"), pairs)


def _subfield(tag: str, part: bytes, decode: Decode) -> tuple[str, str]:
    return part[:1].decode("latin-1"), _decoded(tag, part[1:], decode).strip()


def _decoded(tag: str, raw: bytes, decode: Decode) -> str:
    try:
        return decode(raw)
    except (UnicodeError, LookupError) as problem:
        raise BadRecord(Reason.BAD_CHARACTERS, tag) from problem
