"""The due-date file in use, packed, its cards hidden behind a keyed hash; gone when too old."""

import gzip
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chalicelib.files.ports import Files
from chalicelib.library.documents import Document, Documents
from chalicelib.reminders.due_rows import DueList, DueRow, card_key
from chalicelib.reminders.file_model import DueFile
from chalicelib.texts import reminders as texts

NAME = "due-file"
FOLDER = "due/"


class DueFileStore:
    """`key` hides the cards: who sees the file learns what is lent, not to whom. Every method
    raises TryLater while storage is busy."""

    def __init__(
        self, documents: Documents, files: Files, key: bytes, make_id: Callable[[], str]
    ) -> None:
        self._documents = documents
        self._files = files
        self._key = key
        self._make_id = make_id

    def known(self) -> DueFile | None:
        return _file(self._document())

    def keep(self, read: DueList, name: str, by: str, now: datetime) -> DueFile:
        """In place of the one before. Raises Conflict where another came in between."""
        before = self._document()
        key = f"{FOLDER}{self._make_id()}.gz"
        facts = {"key": key, "name": name, "cards": len(read.by_card), "rows": read.rows}
        facts |= {"bad": read.bad, "problems": [*_smaller(read, _file(before)), *read.problems]}
        self._files.put(key, gzip.compress(self._packed(read), 6), "application/gzip")
        body = json.dumps(facts, ensure_ascii=False)
        try:
            saved = self._documents.save(Document(NAME, body, before.version, None, by), now)
        except Exception:
            self._files.delete(key)
            raise
        self.drop_others(key)
        made = _file(saved)
        assert made is not None
        return made

    def drop_others(self, kept: str = "") -> int:
        """Every file but this one; returns how many."""
        others = [key for key in self._files.keys(FOLDER) if key != kept]
        for key in others:
            self._files.delete(key)
        return len(others)

    def rows(self, file: DueFile) -> "DueRows":
        """All of it, in memory. Raises NotFound where it has gone."""
        text = gzip.decompress(self._files.get(file.key).body).decode()
        return DueRows(dict(line.split("\t", 1) for line in text.splitlines()), self._key)

    def _packed(self, read: DueList) -> bytes:
        lines = (
            f"{_hidden(card, self._key)}\t{json.dumps(list(map(_plain, rows)), ensure_ascii=False)}"
            for card, rows in read.by_card.items()
        )
        return "\n".join(lines).encode()

    def _document(self) -> Document:
        return self._documents.all().get(NAME, Document(NAME))


class DueRows:
    def __init__(self, held: Mapping[str, str], key: bytes) -> None:
        self._held = held
        self._key = key

    def of(self, number: str) -> Sequence[DueRow]:
        held = self._held.get(_hidden(card_key(number), self._key))
        return [_row(one) for one in json.loads(held)] if held else []


def _smaller(read: DueList, before: DueFile | None) -> list[str]:
    """An export that ended early looks like any other, but for its size."""
    if before is None or 2 * read.rows >= before.rows:
        return []
    return [texts.FILE_SMALLER.format(rows=read.rows, before=before.rows)]


def _hidden(card: str, key: bytes) -> str:
    return hmac.new(key, card.encode(), hashlib.sha256).hexdigest()[:32]


def _plain(row: DueRow) -> list[Any]:
    days = [day.isoformat() if day else None for day in (row.due, row.hold_until)]
    return [row.item, row.title, *days, row.pickup, int(row.recalled)]


def _row(held: list[Any]) -> DueRow:
    item, title, due, until, pickup, recalled = held
    return DueRow(item, title, _day(due), _day(until), pickup, bool(recalled))


def _day(held: str | None) -> date | None:
    return date.fromisoformat(held) if held else None


def _file(document: Document) -> DueFile | None:
    if not document.version or document.saved_at is None:
        return None
    held = json.loads(document.body)
    return DueFile(
        held["key"],
        held["name"],
        document.saved_at,
        document.saved_by,
        held["cards"],
        held["rows"],
        held["bad"],
        tuple(held["problems"]),
    )
