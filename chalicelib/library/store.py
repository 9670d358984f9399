"""Documents in the `documents` table: all current ones in one partition, old ones beside it."""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pynamodb.connection.base import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.errors import BadRequest, Conflict
from chalicelib.library.documents import KEPT_VERSIONS, MAX_CHARS, Document
from chalicelib.tables.documents import DocumentRow
from chalicelib.tables.expressions import unless_refused


class DocumentStore:
    """`shelf` sets apart documents that are read by different paths."""

    def __init__(self, wire: Connection, shelf: str = "live") -> None:
        self._wire = wire
        self._shelf = shelf

    def all(self) -> Mapping[str, Document]:
        found = DocumentRow.query(self._shelf, consistent_read=True)
        return {row.part: _document(row, row.part) for row in found}

    def save(self, document: Document, now: datetime) -> Document:
        if len(document.body) > MAX_CHARS:
            raise BadRequest("the document is too long")
        name, version = document.name, document.version + 1
        saved = replace(document, version=version, saved_at=now)
        expected = (
            DocumentRow.version == document.version
            if document.version
            else DocumentRow.name.does_not_exist()
        )
        try:
            with TransactWrite(connection=self._wire) as transaction:
                transaction.save(_row(saved, self._shelf, name), condition=expected)
                transaction.save(_row(replace(saved, plain=""), _old(name), _part(version)))
                if version > KEPT_VERSIONS:
                    gone = _row(saved, _old(name), _part(version - KEPT_VERSIONS))
                    transaction.delete(gone)
        except TransactWriteError as problem:
            unless_refused(problem)
            raise Conflict("somebody else saved this document in between") from problem
        return saved

    def history(self, name: str) -> tuple[Document, ...]:
        found = DocumentRow.query(_old(name), scan_index_forward=False, limit=KEPT_VERSIONS)
        return tuple(_document(row, name) for row in found)


def _old(name: str) -> str:
    return f"history#{name}"


def _part(version: int) -> str:
    return f"{version:09d}"


def _row(document: Document, name: str, part: str) -> DocumentRow:
    return DocumentRow(
        name,
        part,
        body=zlib.compress(document.body.encode()),
        plain=zlib.compress(document.plain.encode()) if document.plain else None,
        version=document.version,
        saved_at_ms=epoch_ms(document.saved_at) if document.saved_at else 0,
        saved_by=document.saved_by,
    )


def _document(row: DocumentRow, name: str) -> Document:
    body = zlib.decompress(row.body).decode()
    plain = zlib.decompress(row.plain).decode() if row.plain else ""
    saved_at = from_epoch_ms(int(row.saved_at_ms))
    return Document(name, body, int(row.version), saved_at, row.saved_by, plain)
