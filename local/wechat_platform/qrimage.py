"""A QR symbol of one fixed size (version 3, level L, mask 0), enough for a scene's address.

ISO/IEC 18004: 29 x 29 modules, 55 data and 15 correction codewords in one block.
"""

from collections.abc import Iterator

from local.wechat_platform.png import GREY, png

SIZE = 29
DATA_WORDS, CHECK_WORDS = 55, 15
MOST_BYTES = DATA_WORDS - 2
ALIGNMENT_CENTRE = 22
FORMAT_L_MASK_0 = "111011111000100"
FIELD_POLYNOMIAL = 0x11D
QUIET, SCALE = 4, 8
FINDERS = ((0, 0), (0, SIZE - 7), (SIZE - 7, 0))


def qr_png(text: str) -> bytes:
    modules = qr_modules(text.encode())
    blank = bytes([255]) * ((SIZE + 2 * QUIET) * SCALE)
    edge = bytes([255]) * (QUIET * SCALE)
    lines = [edge + b"".join(bytes([0 if m else 255]) * SCALE for m in r) + edge for r in modules]
    rows = [blank] * (QUIET * SCALE) + [one for one in lines for _ in range(SCALE)]
    return png(len(blank), len(blank), GREY, rows + [blank] * (QUIET * SCALE))


def qr_modules(content: bytes) -> list[list[bool]]:
    if len(content) > MOST_BYTES:
        raise ValueError(f"at most {MOST_BYTES} bytes")
    fixed = _fixed_modules()
    words = _data_words(content)
    bits = "".join(f"{word:08b}" for word in words + _check_words(words))
    free = [place for place in _walk() if place not in fixed]
    placed = {
        place: bit == "1" for place, bit in zip(free, bits.ljust(len(free), "0"), strict=True)
    }
    masked = {(r, c): dark != ((r + c) % 2 == 0) for (r, c), dark in placed.items()}
    symbol = fixed | masked
    return [[symbol[r, c] for c in range(SIZE)] for r in range(SIZE)]


def _data_words(content: bytes) -> list[int]:
    bits = f"0100{len(content):08b}" + "".join(f"{byte:08b}" for byte in content) + "0000"
    words = [int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)]
    filler = [0xEC, 0x11] * DATA_WORDS
    return words + filler[: DATA_WORDS - len(words)]


def _check_words(words: list[int]) -> list[int]:
    """Remainder of the message polynomial by the generator, in GF(256)."""
    generator = [1]
    for power in range(CHECK_WORDS):
        generator = _times(generator, [1, _power_of_two(power)])
    rest = words + [0] * CHECK_WORDS
    for i in range(DATA_WORDS):
        for j, factor in enumerate(generator[1:], 1):
            rest[i + j] ^= _product(rest[i], factor)
    return rest[DATA_WORDS:]


def _times(left: list[int], right: list[int]) -> list[int]:
    result = [0] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            result[i + j] ^= _product(a, b)
    return result


def _product(a: int, b: int) -> int:
    result = 0
    while b:
        result ^= a if b & 1 else 0
        a = a << 1 ^ (FIELD_POLYNOMIAL if a & 0x80 else 0)
        b >>= 1
    return result


def _power_of_two(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _product(value, 2)
    return value


def _fixed_modules() -> dict[tuple[int, int], bool]:
    fixed: dict[tuple[int, int], bool] = {}
    for i in range(SIZE):
        fixed[6, i] = fixed[i, 6] = i % 2 == 0
    for top, left in FINDERS:
        fixed |= _square(top - 1, left - 1, 9, dark_rings=(0, 1, 3))
    start = ALIGNMENT_CENTRE - 2
    fixed |= _square(start, start, 5, dark_rings=(0, 2))
    return fixed | _format_modules()


def _square(
    top: int, left: int, side: int, dark_rings: tuple[int, ...]
) -> dict[tuple[int, int], bool]:
    """Rings around the middle, cut off at the edge of the symbol."""
    middle_r, middle_c = top + side // 2, left + side // 2
    return {
        (r, c): max(abs(r - middle_r), abs(c - middle_c)) in dark_rings
        for r in range(max(top, 0), min(top + side, SIZE))
        for c in range(max(left, 0), min(left + side, SIZE))
    }


def _format_modules() -> dict[tuple[int, int], bool]:
    near = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    far = [(SIZE - 1 - i, 8) for i in range(7)] + [(8, SIZE - 8 + i) for i in range(8)]
    bits = [bit == "1" for bit in FORMAT_L_MASK_0]
    return (
        dict(zip(near, bits, strict=True))
        | dict(zip(far, bits, strict=True))
        | {(SIZE - 8, 8): True}
    )


def _walk() -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down by turns, leaving out the timing column."""
    columns = [*range(SIZE - 1, 6, -2), 5, 3, 1]
    for turn, right in enumerate(columns):
        rows = range(SIZE) if turn % 2 else range(SIZE - 1, -1, -1)
        for row in rows:
            yield row, right
            yield row, right - 1
