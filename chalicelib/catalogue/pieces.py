"""Where one record of a file ends and the next begins, from bytes alone.

Every splitter works on a window of the file and is asked for one piece at a time. None of the
encodings that are read (UTF-8, GB18030, MARC-8) uses a separator's byte inside a character.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.catalogue.model import Format

_XML_START = re.compile(rb"<(?:\w+:)?record[\s>]")
_XML_END = re.compile(rb"</(?:\w+:)?record\s*>")
_JSON_MARK = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)
_SPACE = b" \t\r\n\x00\x1a"


@dataclass(frozen=True)
class Piece:
    """`start` counts from the beginning of the file; `next` is where to go on reading."""

    start: int
    next: int
    body: bytes
    whole: bool = True


@dataclass(frozen=True)
class _Cut:
    """Inside a window: the body's two ends, and where the next piece may begin."""

    start: int
    end: int
    next: int
    whole: bool = True


Cutter = Callable[[bytes, int, bool], _Cut | None]


def pieces(window: bytes, at: int, kind: Format, *, last: bool) -> Iterator[Piece]:
    """Whole records in `window`, which begins at byte `at`; an unfinished one only if `last`."""
    cut, position = CUTTERS[kind], 0
    while (found := cut(window, position, last)) is not None:
        body = window[found.start : found.end]
        yield Piece(at + found.start, at + found.next, body, found.whole)
        position = found.next


def _tape(window: bytes, at: int, last: bool) -> _Cut | None:
    start = _skip(window, at)
    end = window.find(b"\x1d", start)
    if end >= 0:
        return _Cut(start, end, end + 1)
    return _Cut(start, len(window), len(window), False) if last and start < len(window) else None


def _lines(window: bytes, at: int, last: bool) -> _Cut | None:
    start = _skip(window, at)
    end = window.find(b"\n", start)
    if end >= 0:
        return _Cut(start, end, end + 1)
    return _Cut(start, len(window), len(window)) if last and start < len(window) else None


def _csv(window: bytes, at: int, last: bool) -> _Cut | None:
    """A line ends where quotes are even."""
    start = _skip(window, at)
    end = window.find(b"\n", start)
    while end >= 0 and window.count(b'"', start, end) % 2:
        end = window.find(b"\n", end + 1)
    if end >= 0:
        return _Cut(start, end, end + 1)
    return _Cut(start, len(window), len(window)) if last and start < len(window) else None


def _xml(window: bytes, at: int, last: bool) -> _Cut | None:
    opened = _XML_START.search(window, at)
    if not opened:
        return None
    closed = _XML_END.search(window, opened.end())
    if closed:
        return _Cut(opened.start(), closed.end(), closed.end())
    return _Cut(opened.start(), len(window), len(window), False) if last else None


def _json(window: bytes, at: int, last: bool) -> _Cut | None:
    start = window.find(b"{", at)
    depth = 0
    for mark in _JSON_MARK.finditer(window, start) if start >= 0 else ():
        depth += {b"{": 1, b"}": -1}.get(mark.group(), 0)
        if depth == 0:
            return _Cut(start, mark.end(), mark.end())
    return _Cut(start, len(window), len(window), False) if last and start >= 0 else None


def _skip(window: bytes, at: int) -> int:
    while at < len(window) and window[at] in _SPACE:
        at += 1
    return at


CUTTERS: Mapping[Format, Cutter] = {
    Format.ISO2709: _tape,
    Format.MARCXML: _xml,
    Format.MARC_JSON: _json,
    Format.JSONL: _lines,
    Format.CSV: _csv,
}
