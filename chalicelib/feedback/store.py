"""Cases in DynamoDB."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import PutError
from pynamodb.indexes import GlobalSecondaryIndex

from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.errors import Conflict, GiveUp, NotFound
from chalicelib.feedback.model import (
    Author,
    Case,
    CaseKind,
    CasePage,
    CaseState,
    Entry,
    case_number,
    without_reader,
)
from chalicelib.tables.cases import CaseRow
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, transact, unless_refused
from chalicelib.tables.notices import notice_update
from chalicelib.tables.paging import cursor, start_key
from chalicelib.texts.words import Language

KEEP = timedelta(days=400)
"""After the last word of it, as the pictures that came with it."""
TRIES = 20
"""Numbers tried before giving up: with 5,000 cases in a day one try in 2**20 would fail."""


class CaseStore:
    """Every method raises TryLater when storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def open(self, case: Case, day_of_number: str) -> Case:
        day = datetime.fromisoformat(day_of_number).date()
        for attempt in range(TRIES):
            numbered = replace(case, number=case_number(day, case.origin, attempt), version=1)
            if self._put_new(numbered):
                return numbered
            held = self.get(numbered.number)
            if held.origin == case.origin:
                return held
        raise GiveUp("no free case number today")

    def _put_new(self, case: Case) -> bool:
        try:
            _row(case).save(CaseRow.number.does_not_exist())
        except PutError as problem:
            unless_refused(problem)
            return False
        return True

    def get(self, number: str) -> Case:
        try:
            return read_case(CaseRow.get(number, consistent_read=True))
        except CaseRow.DoesNotExist:
            raise NotFound("no such case") from None

    def save(self, case: Case) -> Case:
        saved = replace(case, version=case.version + 1)
        try:
            _row(saved).save(CaseRow.version == case.version)
        except PutError as problem:
            unless_refused(problem)
            raise Conflict("the case was changed in between") from problem
        return saved

    def save_and_tell(self, case: Case, notice_id: str, text: str, now: datetime) -> Case:
        """A reader without a row is not told: who left wants to hear nothing more."""
        saved = replace(case, version=case.version + 1)
        put = _row(saved).get_save_kwargs_from_instance(condition=CaseRow.version == case.version)
        actions = [{"Put": put}, {"Update": notice_update(case.reader, notice_id, text, now)}]
        try:
            transact(self._wire, actions)
        except ConditionFailed as failed:
            if failed.index == 0:
                raise Conflict("the case was changed in between") from failed
            return self.save(case)
        return saved

    def of_reader(self, reader: str, after: str, limit: int) -> CasePage:
        mark = start_key(after, "number", "reader", "opened_ms")
        return _page(CaseRow.of_reader, reader, mark, limit, newest_first=True)

    def in_state(self, state: CaseState, after: str, limit: int) -> CasePage:
        mark = start_key(after, "number", "state", "due_ms")
        return _page(CaseRow.by_state, state.value, mark, limit, newest_first=False)

    def redact(
        self, reader: str, until: datetime, drop_files: Callable[[str], None]
    ) -> Iterator[str]:
        """Takes reader, words and pictures out of cases opened by `until`; gives their numbers.

        The files go while the case can still be found by its reader, and once more for a copy
        that came in between.
        """
        after = ""
        while True:
            page = self.of_reader(reader, after, 100)
            for case in page.cases:
                if case.opened <= until:
                    drop_files(case.number)
                    self._cut_loose(case.number, reader)
                    drop_files(case.number)
                    yield case.number
            after = page.after
            if not after:
                return

    def _cut_loose(self, number: str, reader: str) -> None:
        """Read and saved again where staff save in between. Raises Conflict after many times."""
        for _ in range(TRIES):
            case = self.get(number)
            if case.reader != reader:
                return
            try:
                self.save(without_reader(case))
            except Conflict:
                continue
            return
        raise Conflict("the case keeps being changed")


def _page(
    index: GlobalSecondaryIndex[CaseRow],
    key: str,
    mark: dict[str, Any] | None,
    limit: int,
    newest_first: bool,
) -> CasePage:
    found = index.query(
        key,
        limit=limit,
        scan_index_forward=not newest_first,
        last_evaluated_key=mark,
    )
    cases = tuple(read_case(row) for row in found)
    return CasePage(cases, cursor(found.last_evaluated_key))


def _row(case: Case) -> CaseRow:
    return CaseRow(
        case.number,
        origin=case.origin,
        kind=case.kind.value,
        state=case.state.value,
        reader=case.reader or None,
        language=case.language.value,
        opened_ms=epoch_ms(case.opened),
        due_ms=epoch_ms(case.due),
        entries=[_entry(entry) for entry in case.entries],
        assigned=case.assigned,
        version=case.version,
        gone_after=_last_word(case) + KEEP,
    )


def _last_word(case: Case) -> datetime:
    return max((entry.at for entry in case.entries), default=case.opened)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "author": entry.author.value,
        "at_ms": epoch_ms(entry.at),
        "text": entry.text,
        "by": entry.by,
        "pictures": list(entry.pictures),
    }


def read_case(row: CaseRow) -> Case:
    return Case(
        number=row.number,
        origin=row.origin,
        kind=CaseKind(row.kind),
        state=CaseState(row.state),
        reader=row.reader or "",
        language=Language(row.language),
        opened=from_epoch_ms(int(row.opened_ms)),
        due=from_epoch_ms(int(row.due_ms)),
        entries=tuple(_read_entry(held) for held in row.entries),
        assigned=row.assigned,
        version=int(row.version),
    )


def _read_entry(held: dict[str, Any]) -> Entry:
    return Entry(
        id=held["id"],
        author=Author(held["author"]),
        at=from_epoch_ms(held["at_ms"]),
        text=held["text"],
        by=held["by"],
        pictures=tuple(held["pictures"]),
    )
