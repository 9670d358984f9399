"""Where a long text may be cut so that a reader does not notice more than a pause."""

import re
import unicodedata

from chalicelib.wechat.markup import scrub

TEXT_LIMIT_BYTES = 2040
"""WeChat names no limit; about 2048 bytes of UTF-8 were observed, 45002 beyond (fact sheet 1.5)."""

_ENDS = (
    re.compile(r"\n+"),
    re.compile(r"[。！？；…!?;]+[”’」』）)]*\s*|\.\s+"),
    re.compile(r"[，、,：:]\s*|\s+"),
)
"""Best first: the end of a line, of a sentence, of a phrase."""

_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_LINK_END = "</a>"


def cut_text(text: str, limit: int = TEXT_LIMIT_BYTES) -> tuple[str, str]:
    """`text` as (head, rest), the head within `limit` bytes; lost are line ends at the cut and
    characters no reply can hold. Never inside a link or an emoji, unless nothing else fits."""
    text = scrub(text)
    encoded = text.encode()
    if len(encoded) <= limit:
        return text, ""
    fits = len(encoded[:limit].decode("utf-8", "ignore"))
    cut = _best_end(text, fits) or _unbroken(text, fits) or max(fits, 1)
    return text[:cut].rstrip("\n"), text[cut:].lstrip("\n")


def _best_end(text: str, fits: int) -> int:
    """The last good end in the second half of what fits; 0 where there is none."""
    for end in _ENDS:
        found = [match.end() for match in end.finditer(text, fits // 2, fits)]
        cut = next((one for one in reversed(found) if _unbroken(text, one) == one), 0)
        if cut:
            return cut
    return 0


def _unbroken(text: str, cut: int) -> int:
    """The nearest place at or before `cut` that splits no link and no written character."""
    cut = _outside_link(text, cut)
    while 0 < cut < len(text) and _joined(text, cut):
        cut -= 1
    return cut


def _outside_link(text: str, cut: int) -> int:
    """Links do not nest, so only the last one that opens before `cut` can be split."""
    start = max(text.rfind("<a ", 0, cut + 2), text.rfind("<a>", 0, cut + 2))
    inside = 0 <= start < cut and _LINK_END not in text[start:cut]
    return start if inside and text.find(_LINK_END, start) != -1 else cut


def _joined(text: str, cut: int) -> bool:
    """Whether the characters before and after `cut` are shown as one."""
    before, after = text[cut - 1], text[cut]
    if before == "\u200d" or after in _JOINERS or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True  # a skin tone; a letter of a region's flag
    return _is_flag_half(after) and _flag_halves_before(text, cut) % 2 == 1


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, cut: int) -> int:
    start = cut
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return cut - start
