"""Demo picture, voice and video, made by code so that no file of anybody else is needed."""

import struct
from functools import cache

from local.wechat_platform.media import AMR_FRAMES_A_SECOND, AMR_MAGIC
from local.wechat_platform.png import COLOUR, png

WIDTH, HEIGHT = 240, 180
SKY, DESK, COVER, PAGE = (222, 232, 240), (176, 140, 104), (58, 110, 165), (250, 246, 235)
SILENT_FRAME = b"\x3c" + bytes(31)


@cache
def picture() -> bytes:
    """An open book on a desk, as a PNG."""
    return png(WIDTH, HEIGHT, COLOUR, (_row(y) for y in range(HEIGHT)))


def voice(seconds: int = 3) -> bytes:
    """Silence in AMR: 50 frames a second of mode 12.2k."""
    return AMR_MAGIC + SILENT_FRAME * (seconds * AMR_FRAMES_A_SECOND)


def video() -> bytes:
    """An MP4 of no frames: enough for whoever looks at its type and size."""
    brand = b"ftypisom" + struct.pack(">I", 512) + b"isommp42"
    return struct.pack(">I", len(brand) + 4) + brand + struct.pack(">I", 8) + b"mdat"


def _row(y: int) -> bytes:
    return b"".join(bytes(_colour(x, y)) for x in range(WIDTH))


def _colour(x: int, y: int) -> tuple[int, int, int]:
    if 56 <= y < 138 and 44 <= x < 196:
        return _page(x, y)
    if 48 <= y < 146 and 34 <= x < 206:
        return COVER
    return DESK if y > 110 else SKY


def _page(x: int, y: int) -> tuple[int, int, int]:
    is_fold = 118 <= x < 122
    is_line = y % 12 < 2 and 66 <= y < 130 and (54 <= x < 108 or 132 <= x < 186)
    if is_fold:
        return (214, 206, 186)
    return (150, 150, 150) if is_line else PAGE
