"""Larger bytes as parts of the `documents` table, each part well under DynamoDB's 400 KB."""

from datetime import datetime

from chalicelib.clock import epoch_ms
from chalicelib.errors import NotFound
from chalicelib.tables.documents import DocumentRow

_PART_BYTES = 300_000


class BlobStore:
    def put(self, name: str, body: bytes, now: datetime) -> None:
        starts = range(0, max(1, len(body)), _PART_BYTES)
        with DocumentRow.batch_write() as batch:
            for number, start in enumerate(starts):
                row = DocumentRow(
                    name,
                    f"{number:04d}",
                    body=body[start : start + _PART_BYTES],
                    version=len(starts),
                    saved_at_ms=epoch_ms(now),
                )
                batch.save(row)

    def get(self, name: str) -> bytes:
        rows = list(DocumentRow.query(name))
        if not rows or len(rows) != int(rows[0].version):
            raise NotFound(f"no whole blob {name}")
        return b"".join(row.body for row in rows)

    def delete(self, name: str) -> None:
        with DocumentRow.batch_write() as batch:
            for row in DocumentRow.query(name, attributes_to_get=["name", "part"]):
                batch.delete(row)
