"""Unanswered questions in DynamoDB."""

from datetime import datetime

from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.expressions.update import Action

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.errors import NotFound
from chalicelib.knowledge.ports import KEEP_GAPS, Gap, GapPage
from chalicelib.tables.expressions import unless_refused
from chalicelib.tables.gaps import ASKED, GapRow
from chalicelib.tables.paging import cursor, start_key
from chalicelib.texts.words import Language

FORGOTTEN = 25
"""At a time."""
_SHELF = "open"


class GapStore:
    def count(
        self, key: str, text: str, language: Language, now: datetime, asker: str = ""
    ) -> None:
        """Whose words they are is remembered as long as one reader alone has used them."""
        counted: list[Action] = [
            GapRow.shelf.set(_SHELF),
            GapRow.text.set(GapRow.text | text),
            GapRow.language.set(GapRow.language | language.value),
            GapRow.first_ms.set(GapRow.first_ms | epoch_ms(now)),
            GapRow.last_ms.set(epoch_ms(now)),
            GapRow.gone_after.set(now + KEEP_GAPS),
            GapRow.times.add(1),
        ]
        if not asker or not self._first_or_same(key, asker, counted):
            GapRow(key).update(actions=[*counted, GapRow.asker.remove()])

    def _first_or_same(self, key: str, asker: str, counted: list[Action]) -> bool:
        alone = GapRow.key.does_not_exist() | (GapRow.asker == asker)
        try:
            GapRow(key).update(actions=[*counted, GapRow.asker.set(asker)], condition=alone)
        except UpdateError as problem:
            unless_refused(problem)
            return False
        return True

    def forget(self, asker: str) -> int:
        """Questions that this reader alone has asked, counted or not; returns how many."""
        rows = [
            row
            for shelf in (ASKED, _SHELF)
            for row in GapRow.by_time.query(shelf, filter_condition=GapRow.asker == asker)
        ]
        for row in rows:
            GapRow(row.key).delete()
        return len(rows)

    def asked(self, limit: int) -> list[Gap]:
        """Questions as they were asked and not yet counted, oldest first."""
        return [_gap(row) for row in GapRow.by_time.query(ASKED, limit=limit)]

    def get(self, key: str) -> Gap:
        try:
            return _gap(GapRow.get(key, consistent_read=True))
        except DoesNotExist:
            raise NotFound("no such question") from None

    def page(self, after: str, limit: int) -> GapPage:
        found = GapRow.by_time.query(
            _SHELF,
            scan_index_forward=False,
            limit=limit,
            last_evaluated_key=start_key(after, "shelf", "last_ms", "key"),
        )
        gaps = tuple(_gap(row) for row in found)
        return GapPage(gaps, cursor(found.last_evaluated_key))

    def delete(self, key: str) -> None:
        GapRow(key).delete()

    def forget_before(self, moment: datetime) -> None:
        old = GapRow.by_time.query(_SHELF, GapRow.last_ms < epoch_ms(moment), limit=FORGOTTEN)
        for row in old:
            GapRow(row.key).delete()


def _gap(row: GapRow) -> Gap:
    return Gap(
        key=row.key,
        text=row.text,
        language=Language(row.language),
        count=int(row.times),
        first=from_epoch_ms(int(row.first_ms)),
        last=from_epoch_ms(int(row.last_ms)),
        asker=row.asker or "",
    )
