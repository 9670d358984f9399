"""Patterns that are compiled when they are first used.

Compiling one takes up to a millisecond, and a process that starts for one reader needs few of them.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

Replacement = str | Callable[[re.Match[str]], str]


class LatePattern:
    """Used like a compiled pattern."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text = text
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def match(self, text: str) -> re.Match[str] | None:
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        return self._compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text)

    def sub(self, replacement: Replacement, text: str) -> str:
        return self._compiled.sub(replacement, text)

    def split(self, text: str) -> list[str]:
        return list(self._compiled.split(text))
