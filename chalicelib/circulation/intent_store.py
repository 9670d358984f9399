"""The line of intents in DynamoDB: conditions, not locks."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.circulation.intent_model import KEPT, Intent, State
from chalicelib.clock import epoch_ms, from_epoch_ms
from chalicelib.errors import Conflict, NotFound
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import unless_refused
from chalicelib.tables.intents import CLOSED, OPEN, IntentRow
from chalicelib.tables.paging import cursor, start_key


class IntentStore:
    """Every method raises TryLater while storage is busy."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def stand(self, intent: Intent) -> Intent:
        """Takes its place in the line once; gives what stands or once stood there."""
        gone = IntentRow.place.does_not_exist()
        try:
            with TransactWrite(connection=self._wire) as both:
                both.save(_row(intent, OPEN), condition=gone)
                both.condition_check(IntentRow, CLOSED, intent.place, condition=gone)
        except TransactWriteError as problem:
            unless_refused(problem)
            return self.get(intent.place)
        return intent

    def get(self, place: str) -> Intent:
        """Raises NotFound."""
        for line in (OPEN, CLOSED):
            for row in IntentRow.query(line, IntentRow.place == place, consistent_read=True):
                return _intent(row)
        raise NotFound("no such intent")

    def ahead(self, place: str, most: int) -> list[Intent]:
        """Open ones with an earlier place, in order."""
        rows = IntentRow.query(OPEN, IntentRow.place < place, consistent_read=True, limit=most)
        return [_intent(row) for row in rows]

    def of_reader(self, reader: str) -> list[Intent]:
        """Open ones, the oldest first."""
        mine = IntentRow.reader == reader
        rows = IntentRow.query(OPEN, filter_condition=mine, consistent_read=True)
        return [_intent(row) for row in rows]

    def page(self, after: str, most: int) -> tuple[list[Intent], str]:
        """Open ones, the oldest first."""
        mark = start_key(after, "line", "place")
        rows = IntentRow.query(OPEN, limit=most, last_evaluated_key=mark, consistent_read=True)
        return [_intent(row) for row in rows], cursor(rows.last_evaluated_key)

    def take(self, intent: Intent, by: str, until: datetime, now: datetime) -> Intent:
        """For one attempt. Raises Conflict where somebody is at it, or it has ended."""
        if intent.is_busy(now):
            raise Conflict("somebody is at it")
        as_seen = IntentRow.busy == intent.busy if intent.busy else IntentRow.busy.does_not_exist()
        free = IntentRow.place.exists() & as_seen
        actions: list[Action] = [
            IntentRow.busy.set(by),
            IntentRow.busy_until_ms.set(epoch_ms(until)),
        ]
        if intent.busy:
            actions.append(IntentRow.unsure.set(1))
        _change(intent, actions, free)
        unsure = intent.may_be_done()
        return replace(intent, busy=by, busy_until=until, unsure=unsure)

    def put_back(self, intent: Intent, tries: int, unsure: bool) -> None:
        """After an attempt in vain, by whoever took it."""
        actions: list[Action] = [
            IntentRow.tries.add(tries),
            IntentRow.busy.remove(),
            IntentRow.busy_until_ms.remove(),
            IntentRow.fresh.remove(),
        ]
        if unsure:
            actions.append(IntentRow.unsure.set(1))
        _change(intent, actions, IntentRow.busy == intent.busy)

    def note(self, intent: Intent, facts: Mapping[str, str]) -> None:
        """What was chosen, before it is done: a repeat does the same. Raises Conflict."""
        written = json.dumps({**intent.facts, **facts}, ensure_ascii=False)
        _change(intent, [IntentRow.facts.set(written)], IntentRow.busy == intent.busy)

    def set_aside(self, intent: Intent) -> None:
        _change(intent, [IntentRow.aside.set(1)], IntentRow.place.exists())

    def close(self, intent: Intent, now: datetime) -> None:
        """As `intent` now says, by whoever took it. Raises Conflict."""
        try:
            with TransactWrite(connection=self._wire) as both:
                both.delete(_row(intent, OPEN), condition=IntentRow.busy == intent.busy)
                both.save(_row(intent, CLOSED, now))
        except TransactWriteError as problem:
            unless_refused(problem)
            raise Conflict("somebody else ended it") from problem

    def remove(self, intent: Intent) -> None:
        """Done or refused at the first try: nothing of it is needed any more."""
        IntentRow(OPEN, intent.place).delete()

    def forget(self, reader: str, until: datetime) -> None:
        """What the reader asked for by then, ended or not."""
        for line in (OPEN, CLOSED):
            mine = IntentRow.reader == reader
            by_then = IntentRow.place < f"{epoch_ms(until) + 1:015d}"
            for row in IntentRow.query(line, by_then, filter_condition=mine, consistent_read=True):
                row.delete()


def _change(intent: Intent, actions: list[Action], condition: object) -> None:
    try:
        IntentRow(OPEN, intent.place).update(actions, condition)  # type: ignore[arg-type]
    except UpdateError as problem:
        unless_refused(problem)
        raise Conflict("somebody else is at it") from problem


def _row(intent: Intent, line: str, ended: datetime | None = None) -> IntentRow:
    gone = ended + KEPT if ended else intent.until + 10 * KEPT
    return IntentRow(
        line,
        intent.place,
        reader=intent.reader,
        facts=json.dumps(dict(intent.facts), ensure_ascii=False),
        until_ms=epoch_ms(intent.until),
        tries=intent.tries,
        fresh=1 if intent.fresh else None,
        unsure=1 if intent.unsure else None,
        aside=1 if intent.aside else None,
        busy=intent.busy or None,
        busy_until_ms=epoch_ms(intent.busy_until) if intent.busy_until else None,
        state=intent.state.value,
        said=intent.said or None,
        end=intent.end or None,
        gone_after=gone,
    )


def _intent(row: IntentRow) -> Intent:
    return Intent(
        place=row.place,
        reader=row.reader,
        facts=json.loads(row.facts),
        until=from_epoch_ms(int(row.until_ms)),
        tries=int(row.tries),
        fresh=bool(row.fresh),
        unsure=bool(row.unsure),
        aside=bool(row.aside),
        busy=row.busy or "",
        busy_until=from_epoch_ms(int(row.busy_until_ms)) if row.busy_until_ms else None,
        state=State(row.state or State.OPEN.value),
        said=row.said or "",
        end=row.end or "",
    )
