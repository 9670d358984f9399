"""A reader's words as CQL. Whatever was typed stays a quoted term: no operator, no wildcard."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import islice, product

from chalicelib.catalogue.question import understand
from chalicelib.folding.fold import fold, variants
from chalicelib.ils.sru.model import Indexes

LONGEST_WORD = 40
MOST_WORDS = 5
MOST_SPELLINGS = 6
_WORD = re.compile(r"[^\W_]+")
_SPECIAL = re.compile(r'(["\\*?^])')
_COMMON_BIG5 = range(0xA440, 0xC67F)
"""The level of Big5 that holds the characters in common use."""


def query_of(said: str, indexes: Indexes, relation: str = "=") -> str:
    """'' where nothing was said that could be searched for."""
    number = understand(said).number
    if number.startswith("#"):
        return _either(indexes.isbn or indexes.any, relation, _isbns(number[1:]))
    if number.startswith("/") and indexes.call:
        return _either(indexes.call, relation, [number[1:]])
    words = _WORD.findall(unicodedata.normalize("NFKC", said))[:MOST_WORDS]
    every = [_either(indexes.any, relation, spellings(word[:LONGEST_WORD])) for word in words]
    return " and ".join(every)


def by_id(id: str, indexes: Indexes, relation: str = "=") -> str:
    return _either(indexes.id, relation, [id])


def quoted(term: str) -> str:
    return '"' + _SPECIAL.sub(r"\\\1", term) + '"'


def _either(index: str, relation: str, terms: Iterable[str]) -> str:
    clauses = [f"{index} {relation} {quoted(term)}" for term in terms]
    return clauses[0] if len(clauses) == 1 else f"({' or '.join(clauses)})"


def spellings(word: str) -> list[str]:
    """As typed, in Simplified, and as Traditional books have it."""
    simple = fold(word)
    written = (_written(char) for char in simple)
    traditional = ("".join(chars) for chars in product(*written))
    every = (word, simple, *islice(traditional, MOST_SPELLINGS))
    return list(dict.fromkeys(one for one in every if one))[:MOST_SPELLINGS]


def _written(char: str) -> list[str]:
    """The common Traditional characters of a folded one; a character of both kinds stays too."""
    others = _traditional().get(char, [])
    return [*others, char] if not others or _is_common(char) else others


@cache
def _traditional() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, simple in variants().items():
        if _is_common(chr(code)):
            found.setdefault(simple, []).append(chr(code))
    return found


def _is_common(char: str) -> bool:
    try:
        code = char.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and int.from_bytes(code, "big") in _COMMON_BIG5


def _isbns(number: str) -> list[str]:
    """Older records have the ten digits of a book that has thirteen."""
    if len(number) != 13 or not number.startswith("978"):
        return [number]
    body = number[3:12]
    rest = sum((10 - at) * int(digit) for at, digit in enumerate(body)) * -1 % 11
    return [number, f"{body}{'X' if rest == 10 else rest}"]
