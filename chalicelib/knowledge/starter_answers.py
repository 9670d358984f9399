"""Answers for a library's first day, filled in from its own facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_yaml import entries_from_yaml
from chalicelib.library.facts import problems_in
from chalicelib.library.model import Library
from chalicelib.library.written import load_yaml
from chalicelib.texts.words import Language

_FILE = Path(__file__).with_name("starter_answers.yaml")
_ENGLISH = Path(__file__).with_name("starter_answers.en.yaml")


@dataclass(frozen=True)
class Waiting:
    """An answer that needs facts the library has not filled in; `problems` name them."""

    entry: Entry
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """What a library could take over: `ready` at once, `waiting` after some more facts."""

    ready: tuple[Entry, ...]
    waiting: tuple[Waiting, ...]


def starter_entries() -> Sequence[Entry]:
    return with_english(entries_from_yaml(_FILE.read_text("utf-8")))


def with_english(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Entries of the same ids with our English beside them; what they have of their own stays."""
    english: Mapping[str, Mapping[str, str]] = load_yaml(_ENGLISH.read_text("utf-8"))
    return [_spoken(entry, english.get(entry.id, {})) for entry in entries]


def _spoken(entry: Entry, english: Mapping[str, str]) -> Entry:
    questions = {Language.ENGLISH: english["question"]} if "question" in english else {}
    answers = {Language.ENGLISH: english["answer"]} if "answer" in english else {}
    return replace(
        entry,
        questions={**questions, **entry.questions},
        translations={**answers, **entry.translations},
    )


def offer(library: Library) -> Offer:
    found = [Waiting(entry, _problems(entry, library)) for entry in starter_entries()]
    ready = tuple(one.entry for one in found if not one.problems)
    return Offer(ready, tuple(one for one in found if one.problems))


def _problems(entry: Entry, library: Library) -> tuple[str, ...]:
    return tuple(problem for text in entry.templates() for problem in problems_in(text, library))
