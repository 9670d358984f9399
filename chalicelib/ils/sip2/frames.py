"""Between messages and bytes on the line: encoding, sequence number, checksum, line end.

The checksum is over bytes; fields are split after decoding, since in GBK the second byte of 116
common characters, such as U+5104, is the delimiter's. The other way round, a title that a system
cuts inside a character takes the delimiter for that character's second byte: `_mended` finds it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.errors import BadRequest
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.messages import FIELD, Garbled, Message, read, write

_TRAILER = re.compile(rb"(?:AY(?P<sequence>[0-9]))?AZ(?P<sum>[0-9A-Fa-f]{1,4})\Z")
_WITHOUT_SEQUENCE = {"96", "97"}
_AFTER_TITLES = frozenset(
    {
        *("AB", "AF", "AG", "AH", "AP", "AQ", "BG", "BH", "BT", "BV"),
        *("CF", "CH", "CI", "CJ", "CK", "CL", "CM", "CS"),
    }
)
"""Never what confirms a card: a reader's own name must not be able to say it."""
_GB, _DELIMITER, _LOST = "gb18030", b"|", "\ufffd"
_SWALLOWING = re.compile(r"[^\x00-\x7f](?=([A-Z]{2}))")
_ENDS = re.compile(r"[\r\n\t]+")
_BLANK = b"\r\n \t\x00"


@dataclass(frozen=True)
class Frame:
    """`sequence` is None where the line carries none."""

    message: Message
    sequence: int | None = None


def checksum(line: bytes) -> int:
    """Added to the sum of `line`, which ends in AZ, it makes zero in 16 bits."""
    return -sum(line) & 0xFFFF


def to_bytes(message: Message, dialect: Dialect, sequence: int) -> bytes:
    """Raises BadRequest for a character the dialect cannot write."""
    line = _encoded(write(message, dialect.delimiter), dialect)
    if dialect.error_detection:
        counted = b"" if message.code in _WITHOUT_SEQUENCE else b"AY%d" % (sequence % 10)
        line += counted + b"AZ"
        line += b"%04X" % checksum(line)
    return line + dialect.line_end.encode("ascii")


def _encoded(text: str, dialect: Dialect) -> bytes:
    try:
        return text.encode(dialect.encoding)
    except UnicodeEncodeError:
        raise BadRequest(f"a value cannot be written in {dialect.encoding}") from None


def splits_a_field(text: str, dialect: Dialect) -> bool:
    """Whether its bytes hold the delimiter's, which systems that split bytes take for an end: what
    a stranger typed could then name another card."""
    return dialect.delimiter.encode("ascii", "replace") in text.encode(dialect.encoding, "replace")


def is_closed(line: bytes) -> bool:
    """Whether it ends in its checksum."""
    return _TRAILER.search(line.strip(_BLANK)) is not None


def from_bytes(line: bytes, dialect: Dialect) -> Frame:
    """Raises Garbled. What cannot be decoded becomes U+FFFD: a title may be cut in a character."""
    line = line.strip(_BLANK)
    trailer = _TRAILER.search(line)
    if trailer is None:
        return Frame(_message(line, dialect))
    if checksum(line[: trailer.start("sum")]) != int(trailer["sum"], 16):
        raise Garbled("SIP2: the checksum is wrong")
    message = _message(line[: trailer.start()], dialect)
    return Frame(message, int(trailer["sequence"]) if trailer["sequence"] else None)


def _message(line: bytes, dialect: Dialect) -> Message:
    text = _ENDS.sub(" ", line.decode(dialect.reads_as, "replace"))
    message = read(text, dialect.delimiter)
    return _mended(message) if dialect.reads_as == _GB else message


def _mended(message: Message) -> Message:
    """A field swallowed by the one before: its identifier stands there, and nowhere else."""
    missing = _AFTER_TITLES - {id for id, _ in message.fields}
    parts = (part for id, value in message.fields for part in _parted(id, value, missing))
    return replace(message, fields=tuple(parts))


def _parted(id: str, value: str, missing: frozenset[str]) -> Iterator[tuple[str, str]]:
    for found in _SWALLOWING.finditer(value):
        if found[1] in missing and found[0].encode(_GB).endswith(_DELIMITER):
            yield id, value[: found.start()] + _LOST
            yield from _parted(found[1], value[found.end() + FIELD :], missing - {found[1]})
            return
    yield id, value
