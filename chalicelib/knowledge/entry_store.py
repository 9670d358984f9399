"""Entries in DynamoDB: each whole set on a shelf of its own, one row naming the shelf in use.

An import fills a new shelf and then changes the name, so readers see the old set or the new one.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pynamodb.connection.base import Connection
from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.clock import epoch_ms
from chalicelib.errors import Conflict, NotFound, TryLater
from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import plain, read_entry
from chalicelib.knowledge.ports import EntryPage, EntrySet
from chalicelib.tables.expressions import unless_refused
from chalicelib.tables.faq import FaqRow
from chalicelib.tables.paging import cursor, start_key

_HEAD = "head"
_FIRST_SHELF = "first"
_LOOKS = 3


@dataclass(frozen=True)
class _Head:
    shelf: str = _FIRST_SHELF
    edits: int = 0
    exists: bool = False

    @property
    def mark(self) -> str:
        return f"{self.shelf}.{self.edits}"


class EntryStore:
    def __init__(self, wire: Connection, make_id: Callable[[], str]) -> None:
        self._wire = wire
        self._make_id = make_id

    def all(self) -> EntrySet:
        for _ in range(_LOOKS):
            head = _head()
            rows = FaqRow.query(head.shelf, consistent_read=True)
            entries = tuple(_entry(row) for row in rows)
            if _head() == head:
                return EntrySet(head.mark, entries)
        raise TryLater("the entries keep changing")

    def page(self, after: str, limit: int) -> EntryPage:
        found = FaqRow.query(
            _head().shelf,
            limit=limit,
            last_evaluated_key=start_key(after, "shelf", "id"),
            consistent_read=True,
        )
        entries = tuple(_entry(row) for row in found)
        return EntryPage(entries, cursor(found.last_evaluated_key))

    def get(self, entry_id: str) -> Entry:
        try:
            return _entry(FaqRow.get(_head().shelf, entry_id, consistent_read=True))
        except DoesNotExist:
            raise NotFound(f"no entry {entry_id}") from None

    def put(self, entry: Entry, now: datetime) -> Entry:
        head = _head()
        saved = replace(entry, version=entry.version + 1, updated_ms=epoch_ms(now))
        with self._edit(head) as transaction:
            transaction.save(_row(saved, head.shelf), condition=_as_read(entry.version))
        return saved

    def delete(self, entry_id: str, version: int) -> None:
        head = _head()
        with self._edit(head) as transaction:
            transaction.delete(FaqRow(head.shelf, entry_id), condition=FaqRow.version == version)

    def replace_all(self, entries: Sequence[Entry], mark: str, now: datetime) -> None:
        head = _head()
        if head.mark != mark:
            raise _changed()
        shelf = self._make_id()
        _fill(shelf, entries, now)
        try:
            with self._edit(head, shelf):
                pass
        except Conflict:
            _clear(shelf)
            raise
        _clear(head.shelf)

    def _edit(self, head: _Head, shelf: str = "") -> "_Edit":
        return _Edit(self._wire, head, shelf or head.shelf)


class _Edit:
    """A transaction that counts as one edit of the shelf in use, or moves to another shelf."""

    def __init__(self, wire: Connection, head: _Head, shelf: str) -> None:
        self._transaction = TransactWrite(connection=wire)
        self._head = head
        self._shelf = shelf

    def __enter__(self) -> TransactWrite:
        moved = self._shelf != self._head.shelf
        edits = 0 if moved else self._head.edits + 1
        self._transaction.update(
            FaqRow(_HEAD, _HEAD),
            actions=[FaqRow.current.set(self._shelf), FaqRow.edits.set(edits)],
            condition=_unchanged(self._head),
        )
        return self._transaction

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if problem is not None:
            return
        try:
            self._transaction.__exit__(None, None, None)
        except TransactWriteError as refused:
            unless_refused(refused)
            raise _changed() from refused


def _changed() -> Conflict:
    return Conflict("somebody else changed the entries in between")


def _unchanged(head: _Head) -> Condition:
    if not head.exists:
        return FaqRow.current.does_not_exist()
    as_read: Condition = (FaqRow.current == head.shelf) & (FaqRow.edits == head.edits)
    return as_read


def _as_read(version: int) -> Condition:
    return FaqRow.version == version if version else FaqRow.id.does_not_exist()


def _head() -> _Head:
    try:
        row = FaqRow.get(_HEAD, _HEAD, consistent_read=True)
    except DoesNotExist:
        return _Head()
    return _Head(row.current or _FIRST_SHELF, int(row.edits or 0), exists=True)


def _fill(shelf: str, entries: Sequence[Entry], now: datetime) -> None:
    with FaqRow.batch_write() as batch:
        for entry in entries:
            version = max(1, entry.version)
            batch.save(_row(replace(entry, version=version, updated_ms=epoch_ms(now)), shelf))


def _clear(shelf: str) -> None:
    with FaqRow.batch_write() as batch:
        for row in FaqRow.query(shelf):
            batch.delete(row)


def _row(entry: Entry, shelf: str) -> FaqRow:
    return FaqRow(
        shelf,
        entry.id,
        body=json.dumps(plain(entry), ensure_ascii=False),
        version=entry.version,
        updated_ms=entry.updated_ms,
        updated_by=entry.updated_by,
    )


def _entry(row: FaqRow) -> Entry:
    entry = read_entry(json.loads(row.body or "{}"))
    return replace(
        entry,
        version=int(row.version or 0),
        updated_ms=int(row.updated_ms or 0),
        updated_by=row.updated_by or "",
    )
