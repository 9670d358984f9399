"""The erasure list and the readers' consents in DynamoDB."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.clock import epoch_ms, epoch_s, from_epoch_ms
from chalicelib.privacy.model import Consent, Deed, OwedErasure
from chalicelib.tables.connect import Wire
from chalicelib.tables.consents import ConsentRow
from chalicelib.tables.erasures import KEEP, OWED, ErasureRow, owed_put
from chalicelib.tables.expressions import transact

RESTORE = "restore"
"""The mark of a restore under way."""
SHOWN = 200


class ErasureStore:
    """Every method raises TryLater when storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def owe(self, owed: OwedErasure) -> None:
        self._wire.dispatch("PutItem", owed_put(owed.id, owed.reader, owed.pseudonym, owed.at))

    def owed(self, before: datetime, limit: int) -> list[OwedErasure]:
        found = ErasureRow.owed_erasures.query(
            OWED, ErasureRow.at_ms <= epoch_ms(before), limit=limit
        )
        return [_owed(row) for row in found]

    def done(self, owed: OwedErasure, mark: str) -> None:
        table = str(ErasureRow.Meta.table_name)
        item = {
            "mark": {"S": mark},
            "at_ms": {"N": str(epoch_ms(owed.at))},
            "gone_after": {"N": str(epoch_s(owed.at + KEEP))},
        }
        key = {"mark": {"S": f"{OWED}#{owed.id}"}}
        gone = {"Delete": {"TableName": table, "Key": key}}
        transact(self._wire, [{"Put": {"TableName": table, "Item": item}}, gone])

    def marks_since(self, moment: datetime) -> Iterator[str]:
        """For a restore: reads the whole list."""
        newer = ErasureRow.at_ms >= epoch_ms(moment)
        for row in ErasureRow.scan(newer & ErasureRow.owed.does_not_exist()):
            yield str(row.mark)

    def restore_under_way(self) -> str:
        """The name of the backup; '' for none."""
        try:
            return str(ErasureRow.get(RESTORE, consistent_read=True).reader)
        except ErasureRow.DoesNotExist:
            return ""

    def begin_restore(self, name: str, now: datetime) -> None:
        ErasureRow(RESTORE, at_ms=epoch_ms(now), reader=name).save()

    def end_restore(self) -> None:
        ErasureRow(RESTORE).delete()


class ConsentStore:
    def of_reader(self, reader: str) -> tuple[Consent, ...]:
        """Newest first, as many as anybody reads."""
        found = ConsentRow.query(reader, scan_index_forward=False, limit=SHOWN)
        return tuple(_consent(row) for row in found)

    def forget(self, reader: str, until: datetime) -> int:
        last = f"{epoch_ms(until + timedelta(milliseconds=1))}"
        rows = list(ConsentRow.query(reader, ConsentRow.moment < last, consistent_read=True))
        for row in rows:
            ConsentRow(row.reader, row.moment).delete()
        return len(rows)


def _owed(row: ErasureRow) -> OwedErasure:
    id = str(row.mark).partition("#")[2]
    at = from_epoch_ms(int(row.at_ms)).astimezone(UTC)
    return OwedErasure(id, str(row.reader), str(row.pseudonym or ""), at)


def _consent(row: ConsentRow) -> Consent:
    return Consent(Deed(row.deed), str(row.version), from_epoch_ms(int(row.at_ms)))
