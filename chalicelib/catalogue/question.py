"""What a reader typed, as terms: words, book numbers, call numbers, syllables, initials."""

import re
import unicodedata
from dataclasses import dataclass, field

from chalicelib.catalogue.grams import call_key, number_key, searchable
from chalicelib.folding.fold import fold
from chalicelib.folding.isbn import book_number
from chalicelib.folding.pinyin import pinyin_of, split_pinyin, syllables

LONGEST_TERM = 40
_MOST_TERMS = 5
_MOST_INITIALS = 10
_MOST_READINGS = 3
_ONLY_NUMBER = re.compile(r"\s*(?:ISBN\W{0,2})?\s*([\dxX·.•． -]{8,20})\s*", re.IGNORECASE)
_CALL = re.compile(r"[A-Z]{1,2}\d[\d.\-=]*(?:/\S{1,20})?", re.IGNORECASE)
_RUNS = re.compile(r"[a-z]+|.", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """One word. `readings`: ways to hear it as syllables; `initials`: '' unless it may be such."""

    text: str
    readings: tuple[tuple[str, ...], ...] = ()
    initials: str = ""

    @property
    def is_latin(self) -> bool:
        return self.text.isascii() and self.text.isalpha()


@dataclass(frozen=True)
class Question:
    """`number` is a key of the index for a book or call number; else all `terms` must match."""

    said: str
    terms: tuple[Term, ...] = ()
    number: str = ""
    readings: tuple[Term, ...] = field(default=(), repr=False)


def understand(said: str) -> Question:
    number = _number(said)
    if number:
        return Question(said, number=number)
    words = dict.fromkeys(word[:LONGEST_TERM] for word in _words(said))
    return Question(said, tuple(_term(word) for word in words if word)[:_MOST_TERMS])


def _number(said: str) -> str:
    numbers = _ONLY_NUMBER.fullmatch(said)
    book = book_number(numbers[1]) if numbers else ""
    if book:
        return number_key(book)
    call = unicodedata.normalize("NFKC", said).strip()
    return call_key(call) if _CALL.fullmatch(call) else ""


def _words(said: str) -> list[str]:
    """Parts between spaces and signs; English words typed in a row stay one phrase."""
    parts = fold(said).split()
    if parts and all(part.isascii() and not part.isdigit() for part in parts):
        return [searchable(said)]
    return [searchable(part) for part in parts]


def _term(word: str) -> Term:
    is_letters = word.isascii() and word.isalpha()
    initials = word.upper() if is_letters and 2 <= len(word) <= _MOST_INITIALS else ""
    return Term(word, tuple(_readings(word)), initials)


def _readings(word: str) -> list[tuple[str, ...]]:
    """`xian` is one syllable or two; a character has its usual one, a digit itself."""
    ways: list[tuple[str, ...]] = [()]
    for run in _RUNS.findall(word):
        heard = _ways(run) if run.isascii() and run.isalpha() else [(pinyin_of(run) or run,)]
        ways = [before + way for before in ways for way in heard][:_MOST_READINGS]
    return [way for way in ways if way]


def _ways(letters: str) -> list[tuple[str, ...]]:
    shortest = split_pinyin(letters)
    if not shortest:
        return []
    others = [way for way in _splits(letters, len(shortest) + 1) if way != shortest]
    return [shortest, *others][:_MOST_READINGS]


def _splits(letters: str, most: int) -> list[tuple[str, ...]]:
    if not letters:
        return [()]
    if most == 0:
        return []
    heads = [letters[:end] for end in range(1, min(6, len(letters)) + 1)]
    fits = [head for head in heads if head in syllables()]
    return [(head, *rest) for head in fits for rest in _splits(letters[len(head) :], most - 1)]
