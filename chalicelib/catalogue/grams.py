"""What a record can be found by: every key of the index, and where it stands.

| key | is |
|---|---|
| one or two characters | a gram of a title, author, subtitle or series; two also of a subject |
| `@` + 3 to 8 characters | part of a subject heading that stands nowhere else in the record |
| `hong lou` | two neighbouring syllables · `␠jia` (space first): a name of one character |
| `HLM` | three neighbouring initials · `HL`: the first two of a title or author |
| `#...` | a book number · `/I247.5`: a call number or the class above it |
"""

import re
from collections.abc import Callable, Iterator, Sequence

from chalicelib.catalogue import places
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.postings import Code
from chalicelib.folding.fold import squeeze
from chalicelib.folding.pinyin import pinyin_of

LONGEST_FIELD = 120
LONGEST_SUBJECT = 8
_CLASS = re.compile(r"[A-Z]{1,2}[0-9.\-]*")
_NATION = re.compile(r"^\s*[\[(（【〔［][^\])）】〕］]{1,6}[\])）】〕］]\s*")

Spell = Callable[[str], Sequence[str]]
"""One syllable for each character of a folded text; '' for what is no Chinese character."""


def spell(text: str) -> list[str]:
    return [pinyin_of(char) for char in text]


def grams_of(record: Record, spelled: Spell = spell) -> dict[str, Code]:
    """Every key of this record with its places."""
    found: dict[str, list[int]] = {}
    texts = fields_of(record)
    for text, offset, kinds in texts:
        _add_text(found, text, offset, kinds)
        _add_sounds(found, text, offset, kinds, spelled)
    _add_subjects(found, record, [text for text, _, _ in texts])
    _add_numbers(found, record)
    return {key: at[0] if len(at) == 1 else tuple(sorted(at)) for key, at in found.items()}


Kinds = tuple[int, int, int, int]
"""The kind of a gram inside, at the beginning, at the end, and of one that is the whole."""
_TITLE: Kinds = (places.TITLE, places.TITLE, places.TITLE_END, places.TITLE_END)
_AUTHOR: Kinds = (places.AUTHOR, places.AUTHOR_START, places.AUTHOR_END, places.AUTHOR_WHOLE)
_OTHER: Kinds = (places.OTHER,) * 4


def fields_of(record: Record) -> list[tuple[str, int, Kinds]]:
    """Folded text, place of its first character, kinds. One free place between neighbours."""
    title = (searchable(record.title), 0, _TITLE)
    people = [without_nation(name) for name in (*record.authors, *record.translators)]
    others = (record.subtitle, record.volume, record.series, *record.other_titles)
    return [title, *_in_row(people, 0, _AUTHOR), *_in_row(others, 1, _OTHER)]


def searchable(text: str) -> str:
    return squeeze(text)[:LONGEST_FIELD]


def without_nation(name: str) -> str:
    """`[法] 加缪` is found and counted as 加缪."""
    return _NATION.sub("", name) or name


def _in_row(texts: Sequence[str], start: int, kinds: Kinds) -> Iterator[tuple[str, int, Kinds]]:
    for text in filter(None, map(searchable, texts)):
        yield text, start, kinds
        start += len(text) + 1


def _kind(kinds: Kinds, at: int, width: int, length: int) -> int:
    return kinds[(at == 0) + 2 * (at + width == length)]


def _add_text(found: dict[str, list[int]], text: str, offset: int, kinds: Kinds) -> None:
    for width in (1, 2):
        for at in range(len(text) - width + 1):
            code = (offset + at) * 8 + _kind(kinds, at, width, len(text))
            found.setdefault(text[at : at + width], []).append(code)


def _add_sounds(
    found: dict[str, list[int]], text: str, offset: int, kinds: Kinds, spelled: Spell
) -> None:
    if text.isascii():
        return
    han = spelled(text)
    sounds = [syllable or char for syllable, char in zip(han, text, strict=True)]
    for key, at, width in (*_syllables(sounds), *_initials(sounds, kinds)):
        if any(han[at : at + width]):
            code = (offset + at) * 8 + _kind(kinds, at, width, len(text))
            found.setdefault(key, []).append(code)


def _syllables(sounds: list[str]) -> Iterator[tuple[str, int, int]]:
    if len(sounds) == 1:
        yield f" {sounds[0]}", 0, 1
    for at in range(len(sounds) - 1):
        yield f"{sounds[at]} {sounds[at + 1]}", at, 2


def _initials(sounds: list[str], kinds: Kinds) -> Iterator[tuple[str, int, int]]:
    letters = "".join(sound[0] for sound in sounds).upper()
    if len(letters) >= 2 and kinds is not _OTHER:
        yield letters[:2], 0, 2
    for at in range(len(letters) - 2):
        yield letters[at : at + 3], at, 3


def _add_subjects(found: dict[str, list[int]], record: Record, texts: list[str]) -> None:
    for subject in map(searchable, record.subjects):
        for key in _parts(subject):
            if not any(key in text for text in texts):
                found.setdefault(key if len(key) < 3 else f"@{key}", [places.SUBJECT])


def _parts(subject: str) -> Iterator[str]:
    """English headings are found by their first eight letters and by every 1- and 2-gram."""
    widest = min(LONGEST_SUBJECT, len(subject))
    for width in range(1, widest + 1):
        last = 1 if subject.isascii() and width > 2 else len(subject) - width + 1
        yield from (subject[at : at + width] for at in range(last))


def _add_numbers(found: dict[str, list[int]], record: Record) -> None:
    for number in record.isbns:
        found[number_key(number)] = [places.TITLE_END]
    for call in {record.call_number, record.clc, *(c.call_number for c in record.copies)} - {""}:
        for key in _classes(call_key(call)):
            found.setdefault(key, [places.TITLE])
        found[call_key(call)] = [places.TITLE_END]


def number_key(number: str) -> str:
    return f"#{number}"


def call_key(call: str) -> str:
    return "/" + re.sub(r"\s+", "", call).upper()[:60]


def _classes(key: str) -> Iterator[str]:
    matched = _CLASS.match(key, 1)
    whole = matched.group().rstrip(".-") if matched else ""
    yield from (f"/{whole[:end]}" for end in range(2, len(whole) + 1) if whole[end - 1] != ".")
