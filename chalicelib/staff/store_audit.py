"""The audit trail in DynamoDB: entries are added and finished once, never changed otherwise."""

from datetime import timedelta
from typing import Any

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.update import Action

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.errors import Conflict
from chalicelib.staff.model import AuditEntry, Outcome, Page
from chalicelib.staff.store import made_cursor, read_cursor
from chalicelib.tables.staff import AuditRow

KEEP = timedelta(days=1100)


class AuditStore:
    def add(self, entry: AuditEntry) -> None:
        row = AuditRow(
            entry.day,
            entry.key,
            at_ms=epoch_ms(entry.at),
            who=entry.who,
            deed=entry.deed,
            subject_kind=entry.subject_kind,
            subject=entry.subject,
            outcome=entry.outcome.value,
            address=entry.address,
            gone_after=entry.at + KEEP,
        )
        try:
            row.save(condition=AuditRow.key.does_not_exist())
        except PutError as problem:
            raise Conflict(f"audit entry {entry.key} stands already") from problem

    def finish(self, entry: AuditEntry) -> None:
        filled_in: list[Action] = [
            AuditRow.outcome.set(entry.outcome.value),
            AuditRow.subject.set(entry.subject),
            AuditRow.who.set(entry.who),
        ]
        begun = AuditRow.outcome == Outcome.BEGUN.value
        try:
            AuditRow(entry.day, entry.key).update(actions=filled_in, condition=begun)
        except UpdateError as problem:
            raise Conflict(f"audit entry {entry.key} is finished already") from problem

    def of_day(self, day: str, cursor: str | None, limit: int) -> Page[AuditEntry]:
        rows = AuditRow.query(
            day, scan_index_forward=False, limit=limit, last_evaluated_key=read_cursor(cursor)
        )
        entries = tuple(_entry(row) for row in rows)
        return Page(entries, made_cursor(rows.last_evaluated_key))

    def of_user(self, who: str, cursor: str | None, limit: int) -> Page[AuditEntry]:
        rows = AuditRow.of_user.query(
            who, scan_index_forward=False, limit=limit, last_evaluated_key=read_cursor(cursor)
        )
        entries = tuple(_entry(row) for row in rows)
        return Page(entries, made_cursor(rows.last_evaluated_key))


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(
        day=row.day,
        key=row.key,
        at=from_epoch_ms(int(row.at_ms)),
        who=row.who,
        deed=row.deed,
        subject_kind=row.subject_kind,
        subject=row.subject,
        outcome=Outcome(row.outcome),
        address=row.address,
    )
