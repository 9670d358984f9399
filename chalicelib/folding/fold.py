"""One spelling for what readers write in many: the same fold on the question and on the index."""

import re
import unicodedata
from functools import cache
from pathlib import Path

_VARIANTS = Path(__file__).with_name("variants.txt")
_LATIN_END = 0x24F
_LATIN_MORE = range(0x1E00, 0x1F00)
_PLAIN = re.compile(r"[\x00-\x7f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*")
_KEPT_MARK = re.compile(r"(?<=[a-z])(\+\+|\+|#)")
_DROPPED = re.compile(r"(?:[^\w+#]|_)+")
_LOOSE_MARK = re.compile(r"(?<![a-z+])[+#]+")


def fold(text: str) -> str:
    """Half width, lower case, Simplified, no accents, signs or emoji; one space at each break.

    `C++` and `C#` keep their sign. A break between two words stays visible as a space.
    """
    spelled = _without_accents(unicodedata.normalize("NFKC", text)).lower()
    simple = spelled.translate(variants())
    return _DROPPED.sub(" ", _LOOSE_MARK.sub(" ", simple)).strip()


def squeeze(text: str) -> str:
    """`fold` without any space: two spellings of one title are equal."""
    return fold(text).replace(" ", "")


@cache
def variants() -> dict[int, str]:
    """Traditional and look-alike characters to the one used for searching."""
    lines = _VARIANTS.read_text("utf-8").split("\n")
    return {ord(line[0]): line[1] for line in lines if line}


def _without_accents(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_bare(char) for char in text)


def _bare(char: str) -> str:
    """Latin letters lose their accents; Kana and Hangul keep theirs; loose marks go."""
    if unicodedata.combining(char):
        return ""
    latin = ord(char) <= _LATIN_END or ord(char) in _LATIN_MORE
    return unicodedata.normalize("NFD", char)[0] if latin else char
