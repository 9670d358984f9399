"""Questions and answers as staff write them, and what teaches the matcher beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chalicelib.texts.words import Language


@dataclass(frozen=True)
class Entry:
    """One question with its answer. `answer` and `translations` may name facts: `{hours.main}`.

    `valid_from` and `valid_to` are the first and the last day it holds. `version` counts the
    saves; 0 is an entry nobody saved yet.
    """

    id: str
    category: str
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    translations: Mapping[Language, str] = field(default_factory=dict)
    """Of the answer: Traditional and English."""
    questions: Mapping[Language, str] = field(default_factory=dict)
    """Of the question, as a choice shows it."""
    valid_from: date | None = None
    valid_to: date | None = None
    owner: str = ""
    version: int = 0
    updated_ms: int = 0
    updated_by: str = ""

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def templates(self) -> tuple[str, ...]:
        return (self.answer, *self.translations.values())


class Direction(StrEnum):
    """TWO_WAY: every word means every other. TO_FIRST: only the first stands for the rest."""

    TWO_WAY = "two-way"
    TO_FIRST = "to-first"


@dataclass(frozen=True)
class SynonymGroup:
    words: tuple[str, ...]
    direction: Direction = Direction.TWO_WAY


@dataclass(frozen=True)
class Phrasing:
    """A way of asking that staff assigned to an entry; `topic` '' means: to none of them."""

    topic: str
    text: str
