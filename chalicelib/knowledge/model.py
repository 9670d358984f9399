"""What a library knows: its questions with their answers, and the words readers use for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

NONE = "none"
"""The topic of what belongs to nobody here."""
INTENT = "intent."
"""Topics that are acted on instead of answered: `intent.renew`."""


@dataclass(frozen=True)
class Entry:
    """One question of the FAQ. `answer` may name facts of the library: `{hours.main}`.

    `valid_from` and `valid_to` are days of the library, both included.
    """

    id: str
    category: str
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
    """Answers in other languages, by language code."""
    valid_from: date | None = None
    valid_to: date | None = None
    owner: str = ""

    def is_valid_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Phrasing:
    """One way to write what `topic` is about. `own`: the library's words, not the pack's."""

    topic: str
    text: str
    own: bool = False


SynonymGroup = tuple[str, ...]
"""Words that mean the same here; the first one names the group."""


def own_phrasings(entry: Entry) -> tuple[Phrasing, ...]:
    """Everything an entry teaches; its answer is weak evidence, not a way to ask."""
    asked = (entry.question, *entry.similar, *entry.keywords)
    return (
        *(Phrasing(entry.id, text, own=True) for text in asked),
        Phrasing(entry.id, entry.answer),
    )
