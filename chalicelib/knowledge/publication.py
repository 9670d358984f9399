"""What readers are answered with: every text filled in, in three languages, made at publishing."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import MAX_ANSWER, plain, read_entry
from chalicelib.library.facts import fill, problems_in
from chalicelib.library.fields import Unreadable
from chalicelib.library.menu import keys
from chalicelib.library.model import Library
from chalicelib.library.snapshot import Snapshot
from chalicelib.texts import knowledge_staff as texts
from chalicelib.texts.words import Language

WELCOME = "welcome"
ToTraditional = Callable[[str], str]
Said = Mapping[Language, str]
"""One text as readers see it; English is missing where nobody wrote it."""


@dataclass(frozen=True)
class PublishedEntry:
    id: str
    category: str
    question: Said
    answer: Said
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class Publication:
    """`source` are the entries it was made from, to make the texts again when facts change."""

    entries: Mapping[str, PublishedEntry] = field(default_factory=dict)
    texts: Mapping[str, Said] = field(default_factory=dict)
    source: tuple[Entry, ...] = ()


def problems_of(entries: Sequence[Entry], settings: Snapshot) -> list[str]:
    """What stands in the way of publishing, in sentences for staff."""
    found = [
        texts.OF_ENTRY.format(id=entry.id, problem=problem)
        for entry in entries
        for problem in _entry_problems(entry, settings.library)
    ]
    found += [
        texts.OF_TEXT.format(name=name, problem=problem)
        for name, template in _templates(settings)
        for problem in problems_in(template, settings.library)
    ]
    return found + _menu_problems({entry.id for entry in entries}, settings)


def _entry_problems(entry: Entry, library: Library) -> list[str]:
    found = [p for template in entry.templates() for p in problems_in(template, library)]
    if found:
        return list(dict.fromkeys(found))
    length = len(fill(entry.answer, library))
    if length > MAX_ANSWER:
        return [texts.RENDERED_TOO_LONG.format(length=length, limit=MAX_ANSWER)]
    return []


def _templates(settings: Snapshot) -> list[tuple[str, str]]:
    welcome = {WELCOME: settings.welcome} if settings.welcome else {}
    wordings = {**settings.canned, **welcome}
    return [(name, words) for name, one in wordings.items() for words in one.written().values()]


def _menu_problems(ids: set[str], settings: Snapshot) -> list[str]:
    found = []
    for key in keys(settings.menu):
        kind, _, name = key.partition(":")
        if kind == "faq" and name not in ids:
            found.append(texts.NO_MENU_ENTRY.format(value=name))
        if kind == "text" and name not in settings.canned:
            found.append(texts.NO_MENU_TEXT.format(value=name))
    return found


def make(entries: Sequence[Entry], settings: Snapshot, traditional: ToTraditional) -> Publication:
    """Raises Unreadable where `problems_of` finds any."""
    problems = problems_of(entries, settings)
    if problems:
        raise Unreadable(problems)
    library = settings.library
    welcome = {WELCOME: settings.welcome} if settings.welcome else {}
    wordings = {**{f"text:{name}": one for name, one in settings.canned.items()}, **welcome}
    return Publication(
        {entry.id: _published(entry, library, traditional) for entry in entries},
        {name: _said(one.written(), library, traditional) for name, one in wordings.items()},
        tuple(entries),
    )


def _published(entry: Entry, library: Library, traditional: ToTraditional) -> PublishedEntry:
    questions = {**entry.questions, Language.SIMPLIFIED: entry.question}
    answers = {**entry.translations, Language.SIMPLIFIED: entry.answer}
    return PublishedEntry(
        entry.id,
        entry.category,
        _in_scripts(questions, traditional),
        _said(answers, library, traditional),
        entry.valid_from,
        entry.valid_to,
    )


def _said(templates: Said, library: Library, traditional: ToTraditional) -> Said:
    filled = {language: fill(words, library, language) for language, words in templates.items()}
    return _in_scripts(filled, traditional)


def _in_scripts(written: Said, traditional: ToTraditional) -> Said:
    """Traditional is made from Simplified where nobody wrote it."""
    return {Language.TRADITIONAL: traditional(written[Language.SIMPLIFIED]), **written}


def pack(publication: Publication) -> bytes:
    held = {
        "entries": [_plain_published(entry) for entry in publication.entries.values()],
        "texts": dict(publication.texts),
        "source": [plain(entry) for entry in publication.source],
    }
    return zlib.compress(json.dumps(held, ensure_ascii=False).encode())


def _plain_published(entry: PublishedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "category": entry.category,
        "question": dict(entry.question),
        "answer": dict(entry.answer),
        "from": entry.valid_from.isoformat() if entry.valid_from else None,
        "to": entry.valid_to.isoformat() if entry.valid_to else None,
    }


def unpack(body: bytes) -> Publication:
    held = json.loads(zlib.decompress(body))
    entries = [_read_published(one) for one in held["entries"]]
    return Publication(
        {entry.id: entry for entry in entries},
        {name: _read_said(said) for name, said in held["texts"].items()},
        tuple(read_entry(one) for one in held["source"]),
    )


def _read_published(held: Mapping[str, Any]) -> PublishedEntry:
    return PublishedEntry(
        held["id"],
        held["category"],
        _read_said(held["question"]),
        _read_said(held["answer"]),
        date.fromisoformat(held["from"]) if held["from"] else None,
        date.fromisoformat(held["to"]) if held["to"] else None,
    )


def _read_said(held: Mapping[str, str]) -> Said:
    return {Language(language): words for language, words in held.items()}
