"""Sixty days of reminders from the nightly file while the process dies again and again.

The real services and the box's own judge of template messages, over stores in memory: 2,000
readers here, 100,000 in the long form (DRILLS=long). Each due notice stands exactly once per loan
and due day in what the platform accepted or the inbox was given; a message whose fate is unknown
is reported and not sent again. What it costs is counted on the real engine.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.clock import library_day
from chalicelib.ils.model import Account, Call, CardNumber, Due, Loan, Patron
from chalicelib.notify.model import About
from chalicelib.notify.service import Notify
from chalicelib.notify.store import DeliveryStore, InboxStore
from chalicelib.notify.suggest import best
from chalicelib.readers.model import Card, Cards
from chalicelib.readers.store import ReaderStore
from chalicelib.reminders.file_service import FileAccounts
from chalicelib.reminders.file_store import DueFileStore
from chalicelib.reminders.model import Memory, Rules, Source
from chalicelib.reminders.service import Reminding
from chalicelib.reminders.store import MemoryStore
from chalicelib.tables.connect import Wire
from chalicelib.tables.meter import Meter, metering
from local.wechat_platform.templates import LIBRARY, Templates
from tests.drills.reminded import (
    Deliveries,
    Inbox,
    Memories,
    Platform,
    Readers,
    Spell,
    csv_of,
    spells,
)
from tests.fakes_reminders import FakeShelf
from tests.fakes_staff import FakeFiles
from tests.notify.fakes import FakePlatform
from tests.reminders.world import ZONE, say

pytestmark = pytest.mark.drill
LONG = os.environ.get("DRILLS") == "long"
MANY = 100_000 if LONG else 2_000
DAYS = 60
LIFE = 20_000 if LONG else 600
"""Calls a process makes before it dies, at most."""
NIGHT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
"""Two in the night before the first day."""
FIRST = date(2026, 11, 23)
TITLE = re.compile(r"《书([\d-]+)》")
CHOSEN = best((one.id, one.title, one.content) for one in LIBRARY)
RULES = Rules(source=Source.FILE, quiet_from=0, quiet_to=0)
STEPS = {
    (call, when)
    for call in (
        "FileAccounts.account",
        "Memories.save",
        "Deliveries.open",
        "Deliveries.change",
        "Platform.send_template",
    )
    for when in ("before", "after")
}
Said = Counter[tuple[str, str, str]]
"""Reader, day, loan."""


class Died(BaseException):
    pass


@dataclass
class Life:
    """One process: it ends before or after one of its calls; `ends` notes at which."""

    left: int
    ends: set[tuple[str, str]]

    def wrap(self, part: Any) -> Any:
        return _Mortal(part, self)

    def step(self, call: str, when: str) -> None:
        self.left -= 1
        if self.left <= 0:
            self.ends.add((call, when))
            raise Died


class _Mortal:
    def __init__(self, inner: Any, life: Life) -> None:
        self._inner = inner
        self._life = life

    def __getattr__(self, name: str) -> Callable[..., Any]:
        inner, life = getattr(self._inner, name), self._life
        call = f"{type(self._inner).__name__}.{name}"

        def mortal(*args: Any) -> Any:
            life.step(call, "before")
            told = inner(*args)
            life.step(call, "after")
            return told

        if name in ("may", "known"):
            return inner  # type: ignore[no-any-return]
        self.__dict__[name] = mortal
        return mortal


@dataclass
class Town:
    draw: random.Random
    now: datetime = NIGHT
    memories: Memories = field(default_factory=Memories)
    deliveries: Deliveries = field(default_factory=Deliveries)
    inbox: Inbox = field(default_factory=Inbox)
    files: DueFileStore = field(
        default_factory=lambda: DueFileStore(FakeShelf(), FakeFiles(), b"key", lambda: "f")
    )
    ends: set[tuple[str, str]] = field(default_factory=set)
    deaths: int = 0

    def __post_init__(self) -> None:
        self.judge = Templates(lambda: self.now)
        self.platform = Platform(self.judge, self.draw)
        self.file = FileAccounts(self.files)

    def settle(self, readers: int) -> dict[str, list[Spell]]:
        held = {f"o{one}": list(self._borrows(one)) for one in range(readers)}
        for place, reader in enumerate(held):
            self.memories.put(Memory(reader, look_at=NIGHT + timedelta(hours=6.1)))
            self.judge.refuse(reader, LIBRARY[0], refused=place % 50 == 0)
        return held

    def _borrows(self, reader: int) -> Iterator[Spell]:
        for place in range(1 + reader % 3):
            yield from spells(f"{reader}-{place}", DAYS, self.draw)

    def lives_a_day(self) -> None:
        """Rounds from eight in the morning until nobody waits any more."""
        self.now += timedelta(hours=6.2)
        while self._waits():
            self.now += timedelta(minutes=1)
            try:
                self._process()
            except Died:
                self.deaths += 1
                self.now += timedelta(minutes=self.draw.randrange(15))

    def _process(self) -> None:
        life = Life(self.draw.randrange(1, LIFE), self.ends)
        wrap = life.wrap
        notify = Notify(
            wrap(self.deliveries), wrap(self.platform), wrap(self.inbox), lambda: CHOSEN
        )
        reminding = Reminding(
            Readers(), wrap(self.memories), wrap(self.file), notify, lambda: RULES, say, ZONE,
            lambda: 0.0,
        )  # fmt: skip
        for _ in range(3):
            notify.sweep(self.now)
            reminding.run(self.now, 10_000)
            self.now += timedelta(minutes=1)

    def _waits(self) -> bool:
        later = self.now + timedelta(hours=1)
        return bool(self.memories.to_look_at(later, 1) or self.deliveries.due(later, 1))

    def told(self) -> Said:
        """By what was accepted and what lies in the inbox, loan by loan."""
        given = [*self.platform.ledger, *self.inbox.left]
        return Counter(
            (reader, id, item)
            for reader, id in given
            for item in TITLE.findall(self.deliveries.opened[reader, id])
        )


def test_sixty_days_of_deaths_say_each_due_notice_exactly_once() -> None:
    town = Town(random.Random(20261122))
    held = town.settle(MANY)
    expected: Said = Counter()
    for day in range(DAYS):
        today = FIRST + timedelta(days=day)
        town.now = NIGHT + timedelta(days=day)
        town.file.take(csv_of(held, day, FIRST), "due.csv", "lin", town.now)
        town.lives_a_day()
        assert library_day(town.now, ZONE) == today
        town.deliveries.end_of_day(town.now.date())
        expected.update(
            (reader, f"remind-{today}", one.item)
            for reader, loans in held.items()
            for one in loans
            if one.is_said(day)
        )
    told, unknown = town.told(), town.deliveries.troubles()
    lost = expected - told
    print(
        f"{MANY} readers, {DAYS} days, {town.deaths} deaths at {len(town.ends)} places: "
        f"{expected.total()} notices in {len(town.deliveries.opened)} messages, "
        f"{len(unknown)} of unknown fate"
    )
    assert told - expected == Counter()
    assert {(reader, id) for reader, id, _ in lost} <= unknown
    assert max(Counter(town.platform.ledger).values()) == 1
    assert town.deaths > DAYS
    assert town.ends >= STEPS
    assert len(unknown) * 20 < len(town.deliveries.opened)


BOUND = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class OneLoan:
    """Every card has one loan, due in so many days."""

    def __init__(self, left: int) -> None:
        self._left = left

    def account(self, card: CardNumber, call: Call) -> Account:
        due = Due(FIRST + timedelta(days=self._left))
        return Account(Patron(card), (Loan(f"i{card.text}", "i", "平凡的世界", due),))


@pytest.mark.engine
@pytest.mark.parametrize(("left", "most"), [(20, 7.0), (5, 20.0)], ids=["silent", "told"])
def test_what_a_thousand_readers_cost_a_day_is_counted(
    storage: Wire, left: int, most: float
) -> None:
    """Half units are counted as the engine tells them; one reader in `told` gets one message."""
    size = 100
    for number in range(size):
        card = Card("c1", CardNumber(f"R{number}"), BOUND)
        ReaderStore().save(Cards(f"o{number:026d}", (card,)))
    notify = Notify(
        DeliveryStore(), FakePlatform(), InboxStore(storage, lambda reader: None), lambda: CHOSEN
    )
    rules = replace(Rules(), calls_a_minute=0)
    reminding = Reminding(
        ReaderStore(), MemoryStore(storage), OneLoan(left), notify, lambda: rules, say, ZONE,
        lambda: 0.0,
    )  # fmt: skip
    with metering() as meter:
        assert reminding.run(BOUND) == size
    print(_per_thousand(meter, size))
    assert About.DUE in CHOSEN
    assert (meter.read_units + meter.write_units) / size < most


def _per_thousand(meter: Meter, size: int) -> str:
    read, write = (round(one * 1000 / size) for one in (meter.read_units, meter.write_units))
    return f"1,000 readers: {len(meter.calls) * 1000 // size} calls, {read} read, {write} write"
