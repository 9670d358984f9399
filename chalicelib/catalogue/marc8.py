"""MARC-8 with its Chinese set EACC, by pymarc's tables (loaded on demand)

pymarc's own reader turns what it cannot read into spaces; here that is an error, so that a
damaged record is reported instead of taken in with holes. Sets are named as in the
"MARC 21 Specifications for Character Sets": an escape chooses G0 or G1 until the value ends.
"""

import unicodedata
from collections.abc import Mapping
from typing import cast

from pymarc.marc8_mapping import CODESETS, ODD_MAP

_ESCAPE = 0x1B
_LATIN, _ANSEL, _EACC = 0x42, 0x45, 0x31
_SETS = cast(Mapping[int, Mapping[int, tuple[int, int]]], CODESETS)
_ODD = cast(Mapping[int, int], ODD_MAP)


def decode_marc8(raw: bytes) -> str:
    """One subfield's text. Raises UnicodeError where a byte stands for nothing."""
    if raw.isascii() and _ESCAPE not in raw:
        return raw.decode("ascii")
    return _Value(raw).text()


class _Value:
    """Walks one value: which sets are chosen, which accents wait for their letter."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0
        self._g0, self._g1 = _LATIN, _ANSEL
        self._chars: list[str] = []
        self._accents: list[str] = []

    def text(self) -> str:
        while self._at < len(self._raw):
            if self._raw[self._at] == _ESCAPE:
                self._choose_set()
            else:
                self._read_char()
        return unicodedata.normalize("NFC", "".join(self._chars + self._accents))

    def _choose_set(self) -> None:
        rest = self._raw[self._at + 1 : self._at + 4]
        skip = 1 if rest[:1] == b"$" and rest[1:2] in (b",", b")", b"-") else 0
        if rest[:1] in (b"(", b",", b"$", b")", b"-") and len(rest) >= 2 + skip:
            into_g1 = rest[:1] in (b")", b"-") or (skip and rest[1:2] in (b")", b"-"))
            self._set(rest[1 + skip], into_g1=bool(into_g1))
            self._at += 3 + skip
        elif rest:
            self._set(_LATIN if rest[:1] == b"s" else rest[0], into_g1=False)
            self._at += 2
        else:
            raise UnicodeError("an escape at the end")

    def _set(self, charset: int, *, into_g1: bool) -> None:
        if charset not in _SETS:
            raise UnicodeError("no such set")
        if into_g1:
            self._g1 = charset
        else:
            self._g0 = charset

    def _read_char(self) -> None:
        width = 3 if self._g0 == _EACC and self._raw[self._at] > 0x20 else 1
        code = int.from_bytes(self._raw[self._at : self._at + width], "big")
        self._at += width
        if code < 0x20 or 0x80 < code < 0xA0:
            return
        self._keep(code, width)

    def _keep(self, code: int, width: int) -> None:
        charset = self._g1 if code > 0x80 and width == 1 else self._g0
        found = _SETS[charset].get(code) or _SETS[_LATIN].get(code)
        if found is None and code in _ODD:
            found = (_ODD[code], 0)
        if found is None:
            raise UnicodeError("stands for nothing")
        if found[1]:
            self._accents.append(chr(found[0]))
        else:
            self._chars += [chr(found[0]), *self._accents]
            self._accents = []
