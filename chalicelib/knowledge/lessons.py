"""What the matcher learns from: for each topic, ways to write what it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.knowledge.entries import Entry, Phrasing

NONE = "none"
"""The topic of what belongs to nobody here."""
INTENT = "intent."
"""Topics that are acted on instead of answered: `intent.renew`."""


@dataclass(frozen=True)
class Lesson:
    """`own`: the library's words, so this very text leads to this topic and to no other."""

    topic: str
    text: str
    own: bool = False


def is_entry(topic: str) -> bool:
    return topic != NONE and not topic.startswith(INTENT)


def lessons(
    entries: Iterable[Entry], added: Iterable[Phrasing], pack: Iterable[Lesson]
) -> Sequence[Lesson]:
    """Topics are the library's entries, the intents and `none`; the rest is left out."""
    held = list(entries)
    wanted = {entry.id for entry in held}
    taught = [lesson for entry in held for lesson in _of_entry(entry)]
    taught += [Lesson(phrasing.topic or NONE, phrasing.text, own=True) for phrasing in added]
    return [x for x in (*taught, *pack) if x.topic in wanted or not is_entry(x.topic)]


def _of_entry(entry: Entry) -> list[Lesson]:
    """The answer is weak evidence, not a way to ask."""
    asked = (entry.question, *entry.similar, *entry.keywords, *entry.questions.values())
    return [*(Lesson(entry.id, text, own=True) for text in asked), Lesson(entry.id, entry.answer)]
