"""Failures counted in DynamoDB, in whichever table is given."""

from datetime import datetime
from typing import Any

from pynamodb.exceptions import DoesNotExist, PutError

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.limits.attempts import FORGOTTEN_AFTER, Attempts
from chalicelib.tables.expressions import unless_refused


class AttemptStore:
    """`row`: a model with key, failures, wait_until_ms and gone_after. Raises TryLater."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def get(self, key: str) -> Attempts:
        try:
            row = self._row.get(key, consistent_read=True)
        except DoesNotExist:
            return Attempts()
        waits = from_epoch_ms(int(row.wait_until_ms)) if row.wait_until_ms else None
        return Attempts(int(row.failures), waits)

    def replace(self, key: str, before: Attempts, after: Attempts, now: datetime) -> bool:
        """False where somebody else failed in between."""
        unchanged = self._row.failures == before.failures
        if not before.failures:
            unchanged |= self._row.key.does_not_exist()
        row = self._row(
            key,
            failures=after.failures,
            wait_until_ms=epoch_ms(after.wait_until) if after.wait_until else None,
            gone_after=now + FORGOTTEN_AFTER,
        )
        try:
            row.save(unchanged)
        except PutError as problem:
            unless_refused(problem)
            return False
        return True

    def clear(self, key: str) -> None:
        self._row(key).delete()
