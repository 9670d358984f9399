"""A town of readers over sixty days, in memory: what they borrow, what is kept of them, and a
platform that accepts messages by its own rules and writes down each one."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush

from chalicelib.errors import Conflict, NotAllowed, TryLater, Unheard
from chalicelib.ils.model import CardNumber
from chalicelib.notify.model import TROUBLES, Delivery, Way
from chalicelib.readers.model import Card, Cards
from chalicelib.reminders.model import Memory
from local.wechat_platform.codes import ApiError
from local.wechat_platform.templates import Templates

STAGES = (5, 1, 0, -1, -7, -30)
TERM = 30
BOUND = datetime(2026, 11, 1, tzinfo=UTC)
AHEAD = 6
"""Days: what is due later does not stand in the night's file."""


@dataclass(frozen=True)
class Spell:
    """A loan with one due day: out from `begins` until before `ends`, counted in days."""

    item: str
    due: int
    begins: int
    ends: int

    def is_out(self, day: int) -> bool:
        return self.begins <= day < self.ends

    def is_said(self, day: int) -> bool:
        return self.is_out(day) and self.due - day in STAGES


def spells(name: str, days: int, draw: random.Random) -> Iterator[Spell]:
    """One after the other: renewed or brought back early, late or never."""
    begins, number = 0, 0
    due = draw.randrange(AHEAD, TERM)
    while begins < days:
        renewed = draw.random() < 0.3
        ends = due + (-2 if renewed else draw.choice((-3, 1, 3, 10, 40)))
        yield Spell(f"{name}-{number}", due, begins, ends)
        number += not renewed
        begins = ends if renewed else ends + draw.randrange(1, 5)
        due = begins + TERM


class Memories:
    """`to_look_at` by a heap; a crash leaves what was saved before it."""

    def __init__(self) -> None:
        self.rows: dict[str, Memory] = {}
        self._heap: list[tuple[datetime, str]] = []

    def put(self, memory: Memory) -> None:
        self.rows[memory.reader] = memory
        if memory.look_at:
            heappush(self._heap, (memory.look_at, memory.reader))

    def to_look_at(self, now: datetime, limit: int) -> Sequence[str]:
        found: dict[str, datetime] = {}
        while self._heap and self._heap[0][0] <= now and len(found) < limit:
            at, reader = heappop(self._heap)
            if self.rows[reader].look_at == at:
                found[reader] = at
        for reader, at in found.items():
            heappush(self._heap, (at, reader))
        return list(found)

    def get(self, reader: str) -> Memory | None:
        return self.rows.get(reader)

    def save(self, memory: Memory) -> Memory:
        if self.rows[memory.reader].version != memory.version:
            raise Conflict("changed in between")
        self.put(replace(memory, version=memory.version + 1))
        return self.rows[memory.reader]


class Readers:
    def get(self, reader: str) -> Cards:
        return Cards(reader, (Card("c1", CardNumber(f"R{reader[1:]}"), BOUND),))


class Deliveries:
    """Rows of the last days, as the table keeps those of a month."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Delivery] = {}
        self.opened: dict[tuple[str, str], str] = {}
        self._open: set[tuple[str, str]] = set()

    def open(self, delivery: Delivery) -> bool:
        key = (delivery.reader, delivery.message.id)
        if key in self.opened:
            return False
        self.opened[key] = delivery.message.text
        self._put(key, delivery)
        return True

    def change(self, delivery: Delivery) -> Delivery:
        key = (delivery.reader, delivery.message.id)
        if self.rows[key].version != delivery.version:
            raise Conflict("somebody else was at this message")
        self._put(key, replace(delivery, version=delivery.version + 1))
        return self.rows[key]

    def one(self, reader: str, id: str) -> Delivery | None:
        return self.rows.get((reader, id))

    def of(self, reader: str) -> Sequence[Delivery]:
        return [one for (whose, _), one in self.rows.items() if whose == reader]

    def due(self, now: datetime, limit: int) -> Sequence[Delivery]:
        waiting = [self.rows[key] for key in sorted(self._open)]
        return [one for one in waiting if one.next_try and one.next_try <= now][:limit]

    def troubles(self) -> set[tuple[str, str]]:
        return {key for key, one in self.rows.items() if one.state in TROUBLES}

    def end_of_day(self, day: date) -> None:
        """What went well goes; it is known by name for ever."""
        self.rows = {
            key: one
            for key, one in self.rows.items()
            if one.next_try or one.state in TROUBLES or one.first_at.date() == day
        }

    def _put(self, key: tuple[str, str], delivery: Delivery) -> None:
        self.rows[key] = delivery
        (self._open.add if delivery.next_try else self._open.discard)(key)


@dataclass
class Platform:
    """The box's own judge of templates; each accepted message is one line of `ledger`. Now and
    then it is busy, refuses a reader, or accepts and its answer is lost."""

    templates: Templates
    draw: random.Random
    ledger: list[tuple[str, str]] = field(default_factory=list)

    def may(self, way: Way) -> bool:
        return way is not Way.SUBSCRIPTION

    def send_template(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str, key: str
    ) -> str:
        luck = self.draw.random()
        if luck < 0.005:
            raise TryLater("45009")
        data = {name: {"value": value} for name, value in values.items()}
        body = {"template_id": template_id, "data": data, "client_msg_id": key, "url": link}
        try:
            sent = self.templates.send(reader, is_following=True, body=body)
        except ApiError as refused:
            raise NotAllowed(str(refused)) from refused
        if not sent.is_repeat:
            self.ledger.append((reader, key))
        if luck > 0.995:
            raise Unheard("torn")
        return sent.message_id

    def send_notice(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str
    ) -> None:
        raise NotAllowed("no notices here")


@dataclass
class Inbox:
    left: dict[tuple[str, str], str] = field(default_factory=dict)

    def leave(self, reader: str, id: str, text: str, now: datetime) -> None:
        self.left.setdefault((reader, id), text)


def csv_of(town: Mapping[str, Sequence[Spell]], day: int, first: date) -> bytes:
    """What a library system would write that night."""
    lines = ["card,item,title,due"]
    lines += [
        f"R{reader[1:]},{one.item},书{one.item},{first + timedelta(days=one.due)}"
        for reader, held in town.items()
        for one in held
        if one.is_out(day) and one.due - day <= AHEAD
    ]
    return "\n".join(lines).encode()
