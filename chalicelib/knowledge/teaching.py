"""Teaching the matcher what one library publishes (loaded on demand)."""

from collections.abc import Iterable

from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.knowledge.lessons import lessons
from chalicelib.knowledge.packing import pack
from chalicelib.knowledge.starter_pack import starter_pack
from chalicelib.knowledge.training import train


def teach(
    entries: Iterable[Entry], synonyms: Iterable[SynonymGroup], phrasings: Iterable[Phrasing]
) -> bytes:
    """The published matcher: from the starter pack, the entries and what staff added.

    Takes some ten seconds of plain Python. A word of a synonym group counts as its first word in
    either direction: the matcher only asks which idea a word belongs to.
    """
    groups = tuple(group.words for group in synonyms)
    return pack(train(lessons(entries, phrasings, starter_pack()), groups))
