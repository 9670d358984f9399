"""Deliveries in memory, a platform that says what it is told to, an inbox that can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.errors import Conflict, NotFound
from chalicelib.notify.model import TROUBLES, Delivery, Way


class FakeDeliveries:
    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Delivery] = {}

    def open(self, delivery: Delivery) -> bool:
        key = (delivery.reader, delivery.message.id)
        if key in self.rows:
            return False
        self.rows[key] = delivery
        return True

    def change(self, delivery: Delivery) -> Delivery:
        key = (delivery.reader, delivery.message.id)
        if key not in self.rows or self.rows[key].version != delivery.version:
            raise Conflict("somebody else was at this message")
        self.rows[key] = replace(delivery, version=delivery.version + 1)
        return self.rows[key]

    def one(self, reader: str, id: str) -> Delivery | None:
        return self.rows.get((reader, id))

    def of(self, reader: str) -> Sequence[Delivery]:
        return [one for (whose, _), one in self.rows.items() if whose == reader]

    def due(self, now: datetime, limit: int) -> Sequence[Delivery]:
        waiting = [(one.next_try, one) for one in self.rows.values() if one.next_try]
        return [one for when, one in waiting if when <= now][:limit]

    def troubles(self, before: int, limit: int) -> tuple[Sequence[Delivery], int | None]:
        bad = [one for one in self.rows.values() if one.state in TROUBLES]
        newest = sorted(bad, key=lambda one: one.first_at, reverse=True)[before:]
        return newest[:limit], before + limit if len(newest) > limit else None

    def forget(self, reader: str) -> None:
        self.rows = {key: one for key, one in self.rows.items() if key[0] != reader}


@dataclass
class FakePlatform:
    """`says`: what each call raises, in turn; then all goes well."""

    ways: tuple[Way, ...] = (Way.TEMPLATE, Way.SUBSCRIPTION, Way.INBOX)
    says: list[Exception | None] = field(default_factory=list)
    sent: list[tuple[str, str, Mapping[str, str], str]] = field(default_factory=list)

    def may(self, way: Way) -> bool:
        return way in self.ways

    def send_template(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str, key: str
    ) -> str:
        self._said()
        self.sent.append((reader, template_id, values, key))
        return f"wx{len(self.sent)}"

    def send_notice(
        self, reader: str, template_id: str, values: Mapping[str, str], link: str
    ) -> None:
        self._said()
        self.sent.append((reader, template_id, values, ""))

    def _said(self) -> None:
        problem = self.says.pop(0) if self.says else None
        if problem is not None:
            raise problem


@dataclass
class FakeInbox:
    known: bool = True
    left: dict[str, str] = field(default_factory=dict)

    def leave(self, reader: str, id: str, text: str, now: datetime) -> None:
        if not self.known:
            raise NotFound("no conversation")
        self.left[id] = text
