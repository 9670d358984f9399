"""Book numbers in one spelling: ISBN-10 and -13 as 13 digits, older Chinese numbers as text."""

import re
import unicodedata

_LIKE_ISBN = re.compile(r"(?:97[89][ -]?)?(?:\d[ -]?){9}[\dxX]")
_UNIFIED = re.compile(r"(\d{4,5})\s*[·.•．]\s*(\d{1,5})")


def normal_isbn(text: str) -> str:
    """13 digits with a right check digit, or '' where `text` holds no valid ISBN."""
    found = _LIKE_ISBN.search(unicodedata.normalize("NFKC", text))
    digits = re.sub(r"[ -]", "", found.group()).upper() if found else ""
    if len(digits) == 13 and digits.isdigit() and digits[12] == _check13(digits[:12]):
        return digits
    if len(digits) == 10 and digits[9] == _check10(digits[:9]):
        return f"978{digits[:9]}{_check13('978' + digits[:9])}"
    return ""


def book_number(text: str) -> str:
    """An ISBN, else the old unified number (`10019.3456`), else ''."""
    unified = _UNIFIED.search(text)
    return normal_isbn(text) or (f"{unified[1]}.{unified[2]}" if unified else "")


def _check13(twelve: str) -> str:
    weighted = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(twelve))
    return str(-weighted % 10)


def _check10(nine: str) -> str:
    weighted = sum(int(d) * (10 - i) for i, d in enumerate(nine))
    return "0123456789X"[-weighted % 11]
