"""The smallest PNG writer that does."""

import struct
import zlib
from collections.abc import Iterable

COLOUR, GREY = 2, 0


def png(width: int, height: int, kind: int, rows: Iterable[bytes]) -> bytes:
    """8 bits a sample; each row holds width bytes (GREY) or 3 * width bytes (COLOUR)."""
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
