"""What encoding a file is in, told from its bytes: leader/09 is wrong too often to be trusted."""

import re

from chalicelib.catalogue.model import Encoding

_PAIR = re.compile(rb"[\x81-\xfe][\x81-\xfe]")
_MARK_AND_LETTER = re.compile(rb"[\xe0-\xfe]+[A-Za-z]")
_ESCAPE = re.compile(rb"\x1b[$(),sgbp]")
_RECORD_END = b"\x1d"


def detect_marc(sample: bytes) -> Encoding:
    """UTF-8 where every line of high bytes is; GB18030 where high bytes come in pairs; else MARC.

    In MARC-8 an accent (E0-FE) stands before its Latin letter and Chinese is 7-bit after an
    escape; GB18030 text is mostly two high bytes to a character.
    """
    if sample.isascii() and not _ESCAPE.search(sample):
        return Encoding.UTF8
    records = sample.split(_RECORD_END)
    high = [record for record in records if not record.isascii()]
    if _ESCAPE.search(sample) or any(_is_utf8(record) for record in high):
        return Encoding.MARC
    return Encoding.GB18030 if _reads_as_gb(high) else Encoding.MARC


def detect_text(sample: bytes) -> Encoding:
    """For CSV, JSON and XML without a declaration: UTF-8 if it reads as such, else GB18030."""
    whole = sample[: sample.rfind(b"\n")] if b"\n" in sample else sample
    return Encoding.UTF8 if _is_utf8(whole) else Encoding.GB18030


def _reads_as_gb(records: list[bytes]) -> bool:
    joined = b"".join(records)
    pairs = len(_PAIR.findall(joined))
    return pairs > 2 * len(_MARK_AND_LETTER.findall(joined)) and _mostly_gb(records)


def _mostly_gb(records: list[bytes]) -> bool:
    readable = sum(1 for record in records if _reads(record, "gb18030"))
    return readable * 2 > len(records)


def _is_utf8(record: bytes) -> bool:
    return _reads(record, "utf-8")


def _reads(record: bytes, encoding: str) -> bool:
    try:
        record.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
