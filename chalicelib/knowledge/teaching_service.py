"""What teaches the matcher beside the entries, kept as two documents staff edit."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.knowledge.entries import Direction, Phrasing, SynonymGroup
from chalicelib.library.documents import Document, Documents
from chalicelib.library.fields import Fields
from chalicelib.library.written import load_yaml
from chalicelib.texts import knowledge_staff as texts

SYNONYMS = "synonyms"
PHRASINGS = "phrasings"
TRIES = 3


def parse_synonyms(source: str) -> tuple[SynonymGroup, ...]:
    """A YAML list of `words` and `direction`. Raises Unreadable."""
    top = Fields({SYNONYMS: load_yaml(source)})
    groups = tuple(_group(one) for one in top.items(SYNONYMS))
    top.done()
    return groups


def _group(one: Fields) -> SynonymGroup:
    words = one.texts("words")
    direction = one.text("direction", default=Direction.TWO_WAY.value)
    if len(words) < 2:
        one.wrong("words", texts.FEW_WORDS)
    if direction not in list(Direction):
        one.wrong("direction", texts.BAD_DIRECTION, value=direction)
        return SynonymGroup(words)
    return SynonymGroup(words, Direction(direction))


class Teachings:
    """`documents` hold nothing but these two."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def synonyms(self) -> tuple[SynonymGroup, ...]:
        return parse_synonyms(self.synonyms_document().body or "[]")

    def synonyms_document(self) -> Document:
        return self._documents.all().get(SYNONYMS, Document(SYNONYMS))

    def save_synonyms(self, body: str, version: int, by: str, now: datetime) -> Document:
        """Raises Unreadable, Conflict."""
        parse_synonyms(body)
        return self._documents.save(Document(SYNONYMS, body, version, saved_by=by), now)

    def phrasings(self) -> tuple[Phrasing, ...]:
        return _read(self._documents.all().get(PHRASINGS))

    def add_phrasing(self, phrasing: Phrasing, by: str, now: datetime) -> None:
        """Replaces what the same words meant before."""
        self._change(lambda held: [*_without(held, phrasing.text), phrasing], by, now)

    def remove_phrasing(self, text: str, by: str, now: datetime) -> None:
        self._change(lambda held: _without(held, text), by, now)

    def mark(self) -> str:
        documents = self._documents.all()
        return ".".join(str(documents[n].version) if n in documents else "0" for n in _NAMES)

    def _change(self, changed: Any, by: str, now: datetime) -> None:
        for left in reversed(range(TRIES)):
            document = self._documents.all().get(PHRASINGS, Document(PHRASINGS))
            body = _written(changed(list(_read(document))))
            try:
                self._documents.save(Document(PHRASINGS, body, document.version, saved_by=by), now)
                return
            except Conflict:
                if not left:
                    raise


_NAMES = (SYNONYMS, PHRASINGS)


def _without(held: Sequence[Phrasing], text: str) -> list[Phrasing]:
    return [phrasing for phrasing in held if phrasing.text != text]


def _read(document: Document | None) -> tuple[Phrasing, ...]:
    held = json.loads(document.body) if document and document.body else []
    return tuple(Phrasing(**one) for one in held)


def _written(phrasings: Sequence[Phrasing]) -> str:
    return json.dumps([asdict(phrasing) for phrasing in phrasings], ensure_ascii=False)
