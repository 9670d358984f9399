"""The outbox in DynamoDB. A row is the truth about a question; conditions, not locks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import DeleteError, DoesNotExist, PutError, UpdateError
from pynamodb.expressions.update import Action

from chalicelib.clock import epoch_ms
from chalicelib.tables.agent import AgentTaskRow
from chalicelib.tables.expressions import unless_refused

AGENT = "library"
WAITING, TAKEN, ANSWERED = "waiting", "taken", "answered"
KEPT = timedelta(minutes=10)
"""After which a row nobody fetched goes by itself."""


@dataclass(frozen=True)
class Task:
    """`ticket` names this one taking: only who holds it may answer."""

    id: str
    sealed: bytes
    ticket: str
    left_s: float


class TaskStore:
    def put(self, id: str, sealed: bytes, now: datetime, until: datetime) -> None:
        """Where the answer to the putting was lost it may be taken before it is put again."""
        row = AgentTaskRow(AGENT, id, state=WAITING, asked=sealed)
        row.until_ms, row.gone_after = epoch_ms(until), now + KEPT
        try:
            row.save(condition=AgentTaskRow.id.does_not_exist())
        except PutError as problem:
            unless_refused(problem)

    def waiting(self, now: datetime, most: int) -> list[str]:
        """Ids of what an answer is still of use for, oldest first."""
        rows = AgentTaskRow.query(
            AGENT,
            filter_condition=(AgentTaskRow.state == WAITING)
            & (AgentTaskRow.until_ms > epoch_ms(now)),
            consistent_read=True,
            limit=most,
        )
        return [row.id for row in rows]

    def take(self, id: str, ticket: str, now: datetime) -> Task | None:
        """None where it was withdrawn or taken meanwhile. A taking whose answer was lost is tried
        again, so it knows its own ticket."""
        row = AgentTaskRow(AGENT, id)
        actions: list[Action] = [AgentTaskRow.state.set(TAKEN), AgentTaskRow.ticket.set(ticket)]
        mine = (AgentTaskRow.state == TAKEN) & (AgentTaskRow.ticket == ticket)
        try:
            row.update(actions=actions, condition=(AgentTaskRow.state == WAITING) | mine)
        except UpdateError as problem:
            unless_refused(problem)
            return None
        return Task(id, row.asked, ticket, (int(row.until_ms) - epoch_ms(now)) / 1000)

    def answer(self, id: str, ticket: str, sealed: bytes) -> bool:
        """False where nobody waits for it any more. Saying the same twice is harmless."""
        holds = (AgentTaskRow.ticket == ticket) & AgentTaskRow.state.is_in(TAKEN, ANSWERED)
        actions: list[Action] = [
            AgentTaskRow.state.set(ANSWERED),
            AgentTaskRow.answered.set(sealed),
        ]
        try:
            AgentTaskRow(AGENT, id).update(actions=actions, condition=holds)
        except UpdateError as problem:
            unless_refused(problem)
            return False
        return True

    def answered(self, id: str) -> bytes | None:
        try:
            row = AgentTaskRow.get(AGENT, id, consistent_read=True)
        except DoesNotExist:
            return None
        return bytes(row.answered) if row.state == ANSWERED else None

    def withdraw(self, id: str) -> bool:
        """True where nobody had taken it: it will never be done. Nobody else removes a row, so one
        that is gone was withdrawn by a try whose answer was lost."""
        try:
            AgentTaskRow(AGENT, id).delete(condition=AgentTaskRow.state == WAITING)
        except DeleteError as problem:
            unless_refused(problem)
            return not self._is_there(id)
        return True

    def _is_there(self, id: str) -> bool:
        try:
            AgentTaskRow.get(AGENT, id, consistent_read=True)
        except DoesNotExist:
            return False
        return True

    def remove(self, id: str) -> None:
        AgentTaskRow(AGENT, id).delete()
