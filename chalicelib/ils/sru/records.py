"""Records as an SRU server has them, as records of ours."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.catalogue.field_map import CopyMap
from chalicelib.catalogue.from_marc import record_from
from chalicelib.catalogue.marc import BadRecord, Marc
from chalicelib.catalogue.model import Copy, Record, Shelf
from chalicelib.catalogue.service import Hit
from chalicelib.errors import NotFound
from chalicelib.ils.sru.model import Ways

LONGEST_ID = 40
_LEAST = 9
"""Bytes of a number of ours at the least: above every number of our own index."""


def hits_of(records: tuple[Marc, ...], ways: Ways) -> Iterator[Hit]:
    """Those that can be shown."""
    for marc in records:
        try:
            yield _hit(marc, ways)
        except BadRecord:
            continue


def _hit(marc: Marc, ways: Ways) -> Hit:
    id = _id(marc, ways.id)
    record = record_from(marc, ways.maps)
    known = replace(record, id=id or record.id, copies=_copies(marc, record, ways))
    return Hit(number_of(id), known)


def _id(marc: Marc, source: str) -> str:
    tag, _, code = source.partition("$")
    if not code:
        return marc.control(tag)
    return next((value for field in marc.all(tag) if (value := field.first(code))), "")


def number_of(id: str) -> int:
    """The id itself, so that any process finds the title again; 0 where it has none to find."""
    raw = id.encode()
    if not raw or len(raw) > LONGEST_ID or b"\0" in raw:
        return 0
    return int.from_bytes(b"\1" + raw.rjust(_LEAST, b"\0"), "big")


def id_of(number: int) -> str:
    """Raises NotFound for a number that is no id."""
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big") if number > 0 else b""
    if not is_ours(number) or raw[:1] != b"\1" or len(raw) > LONGEST_ID + 1:
        raise NotFound("no such title")
    try:
        id = raw[1:].lstrip(b"\0").decode()
    except UnicodeDecodeError:
        id = ""
    if not id:
        raise NotFound("no such title")
    return id


def is_ours(number: int) -> bool:
    return number >= 1 << (8 * _LEAST)


def _copies(marc: Marc, record: Record, ways: Ways) -> tuple[Copy, ...]:
    rules = (ways.maps.cnmarc if marc.is_cnmarc else ways.maps.marc21).copies
    shelves = dict(_shelves(marc, rules, ways))
    return tuple(
        replace(copy, status=shelves.get(copy.barcode, copy.status)) for copy in record.copies
    )


def _shelves(marc: Marc, rules: CopyMap, ways: Ways) -> Iterator[tuple[str, Shelf]]:
    for field in marc.fields:
        if field.tag in rules.tags:
            said = (ways.shelves[c] for c, v in field.subfields if c in ways.shelves and v != "0")
            shelf = next(said, None)
            if shelf is not None:
                yield field.first(rules.barcode), shelf
