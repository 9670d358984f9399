"""Is a picture what it says it is, and can a browser show it without running out of memory?"""

from chalicelib.errors import BadRequest

MOST_POINTS = 100_000_000
"""A few hundred bytes may claim to be a picture of gigabytes."""
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""JPEG's markers before height and width."""


def check_picture(body: bytes, ending: str) -> None:
    """`ending` is `jpg` or `png`. Raises BadRequest."""
    if not body.startswith(_PNG if ending == "png" else _JPEG):
        raise BadRequest("not the kind of picture it claims to be")
    width, height = _png_size(body) if ending == "png" else _jpeg_size(body)
    if not 0 < width * height <= MOST_POINTS:
        raise BadRequest("a picture of too many points, or of none")


def _png_size(body: bytes) -> tuple[int, int]:
    return _number(body[16:20]), _number(body[20:24])


def _jpeg_size(body: bytes) -> tuple[int, int]:
    """From the first frame; segments before it are walked over, not searched."""
    at = 2
    while at + 9 <= len(body) and body[at] == 0xFF:
        if body[at + 1] in _FRAMES:
            return _number(body[at + 7 : at + 9]), _number(body[at + 5 : at + 7])
        at += 1 if body[at + 1] == 0xFF else 2 + max(2, _number(body[at + 2 : at + 4]))
    return 0, 0


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
