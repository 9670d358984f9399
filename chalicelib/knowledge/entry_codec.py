"""Entries as plain values and back: for storage, for YAML files and for sheets."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.knowledge.entries import Entry
from chalicelib.library.fields import Fields
from chalicelib.texts import knowledge_staff as texts
from chalicelib.texts import library as library_texts
from chalicelib.texts.words import Language

MAX_QUESTION = 100
MAX_ANSWER = 600
MAX_SIMILAR = 60
MAX_ENTRIES = 1000
_OTHERS = (Language.TRADITIONAL, Language.ENGLISH)


def entry_from(one: Fields) -> Entry:
    """What is wrong is added to `one.problems`."""
    entry = Entry(
        id=one.id(),
        category=_short(one, "category", 30),
        question=_short(one, "question", MAX_QUESTION),
        answer=_short(one, "answer", MAX_ANSWER),
        similar=_phrases(one, "similar"),
        keywords=_phrases(one, "keywords"),
        translations=_by_language(one.inside("translations"), MAX_ANSWER),
        questions=_by_language(one.inside("questions"), MAX_QUESTION),
        valid_from=one.day("valid_from"),
        valid_to=one.day("valid_to"),
        owner=one.text("owner")[:60],
    )
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        one.problems.append(texts.LAST_BEFORE_FIRST.format(path=one.path))
    return entry


def _short(one: Fields, key: str, limit: int) -> str:
    written = one.text(key, required=True)
    if len(written) > limit:
        one.wrong(key, library_texts.TOO_LONG, limit=limit)
    return written


def _phrases(one: Fields, key: str) -> tuple[str, ...]:
    phrases = tuple(dict.fromkeys(one.texts(key)))
    if len(phrases) > MAX_SIMILAR:
        one.wrong(key, texts.TOO_MANY, limit=MAX_SIMILAR)
    if any(len(phrase) > MAX_QUESTION for phrase in phrases):
        one.wrong(key, library_texts.TOO_LONG, limit=MAX_QUESTION)
    return phrases


def _by_language(one: Fields, limit: int) -> dict[Language, str]:
    """English needs about three letters for one character."""
    written = {language: one.text(language.value) for language in _OTHERS}
    for language, words in written.items():
        if len(words) > limit * 3:
            one.wrong(language.value, library_texts.TOO_LONG, limit=limit * 3)
    return {language: words for language, words in written.items() if words}


def read_entry(held: Mapping[str, Any], path: str = "") -> Entry:
    """Raises Unreadable."""
    fields = Fields(held, path)
    entry = entry_from(fields)
    fields.done()
    return entry


def plain(entry: Entry) -> dict[str, Any]:
    """As a YAML file holds it: without versions, empty fields left out."""
    held: dict[str, Any] = {
        "id": entry.id,
        "category": entry.category,
        "question": entry.question,
        "similar": list(entry.similar),
        "keywords": list(entry.keywords),
        "answer": entry.answer,
        "translations": {lang.value: words for lang, words in entry.translations.items()},
        "questions": {lang.value: words for lang, words in entry.questions.items()},
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_to": entry.valid_to.isoformat() if entry.valid_to else None,
        "owner": entry.owner,
    }
    return {name: value for name, value in held.items() if value}


def entries_from(rows: Iterator[tuple[int, Any]], row: str, row_named: str) -> list[Entry]:
    """Numbered plain values; `row` and `row_named` are how a message calls one of them."""
    problems: list[str] = []
    entries = [
        entry_from(Fields(held, _named(number, held, row, row_named), problems))
        for number, held in rows
        if isinstance(held, Mapping) or _no_mapping(number, row, problems)
    ]
    problems += _repeated(entries)
    if not entries and not problems:
        problems.append(texts.NO_ENTRIES)
    if len(entries) > MAX_ENTRIES:
        problems.append(texts.TOO_MANY.format(path=texts.SHEET_TITLE, limit=MAX_ENTRIES))
    Fields({}, "", problems).done()
    return entries


def _named(number: int, held: Mapping[str, Any], row: str, row_named: str) -> str:
    id_ = str(held.get("id") or "")
    return row_named.format(number=number, id=id_) if id_ else row.format(number=number)


def _no_mapping(number: int, row: str, problems: list[str]) -> bool:
    problems.append(library_texts.NOT_A_MAPPING.format(path=row.format(number=number)))
    return False


def _repeated(entries: Sequence[Entry]) -> list[str]:
    seen: set[str] = set()
    problems = []
    for number, entry in enumerate(entries, 1):
        if entry.id in seen:
            path = texts.ROW.format(number=number)
            problems.append(texts.ID_TWICE.format(path=path, id=entry.id))
        seen.add(entry.id)
    return problems
