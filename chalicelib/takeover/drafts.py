"""Keyword replies as entries for staff to look through; nothing of it is published by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import MAX_ANSWER, MAX_QUESTION, MAX_SIMILAR
from chalicelib.takeover.model import Rule
from chalicelib.texts.takeover import CATEGORY


@dataclass(frozen=True)
class Drafts:
    """`left`: names of rules that cannot be an entry: no words, too long, or no text."""

    entries: tuple[Entry, ...]
    left: tuple[str, ...]


def drafts(rules: Iterable[Rule]) -> Drafts:
    entries, left = [], []
    for number, rule in enumerate(rules, 1):
        entry = _entry(number, rule)
        entries += [entry] if entry else []
        left += [] if entry else [rule.name]
    return Drafts(tuple(entries), tuple(left))


def _entry(number: int, rule: Rule) -> Entry | None:
    """A brace would be taken for the name of a fact."""
    words = [keyword.words for keyword in rule.keywords if len(keyword.words) <= MAX_QUESTION]
    texts = [said.content.strip() for said in rule.replies if said.is_text]
    fit = [text for text in texts if len(text) <= MAX_ANSWER and not set("{}") & set(text)]
    if not words or not fit:
        return None
    return Entry(
        id=f"before-{number}",
        category=CATEGORY,
        question=words[0],
        similar=tuple(dict.fromkeys(words[1:]))[:MAX_SIMILAR],
        answer=fit[0],
    )
