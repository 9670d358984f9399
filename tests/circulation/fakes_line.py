"""The line of wishes as staff see it, in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib.errors import BadRequest, Conflict, NotFound
from chalicelib.staff.ports_waiting import Waiting

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ONE = Waiting(
    place="000001#m1",
    asked=NOON,
    until=NOON + timedelta(days=3),
    wish="预约《活着》",
    card="C1234",
    items=("B1", "B2"),
    tries=4,
    unsure=False,
    aside=False,
)


@dataclass
class WaitingAtHand:
    waiting: list[Waiting] = field(default_factory=lambda: [ONE])
    settled: list[tuple[str, bool, str]] = field(default_factory=list)
    busy: bool = False

    def page(self, after: str, most: int) -> tuple[list[Waiting], str]:
        rest = [one for one in self.waiting if one.place > after]
        return rest[:most], rest[most - 1].place if len(rest) > most else ""

    def settle(self, place: str, done: bool, word: str, now: datetime) -> None:
        if self.busy:
            raise Conflict("being tried")
        if place != ONE.place:
            raise NotFound("no such intent")
        if not done and not word:
            raise BadRequest("a word why")
        self.settled.append((place, done, word))
