"""Readers with cards, accounts that change, and everything told, over fakes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.circulation.words import Said
from chalicelib.errors import Conflict, NotFound, TryLater
from chalicelib.ils.model import Account, Call, CardNumber, Due, Hold, HoldState, Loan, Patron
from chalicelib.notify.model import Message, State
from chalicelib.readers.model import Card, Cards
from chalicelib.reminders.model import Memory, Rules
from chalicelib.reminders.service import Reminding, Warns
from chalicelib.texts.words import Language

ZONE = "Asia/Shanghai"
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Ten in the library."""
TODAY = date(2026, 11, 23)


def a_loan(id: str, left: int, today: date = TODAY, recalled: bool = False) -> Loan:
    day = today + timedelta(days=left)
    return Loan(id, f"item-{id}", f"书{id}", Due(day), overdue=left < 0, recalled=recalled)


def a_hold(id: str, left: int | None, today: date = TODAY) -> Hold:
    until = Due(today + timedelta(days=left)) if left is not None else None
    return Hold(id, f"预约{id}", HoldState.READY, pickup="main", ready_until=until)


@dataclass
class FakeAccounts:
    held: dict[str, Account] = field(default_factory=dict)
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def account(self, card: CardNumber, call: Call) -> Account:
        self.asked.append(card.text)
        if self.is_down:
            raise TryLater("down")
        if card.text not in self.held:
            raise NotFound("no such card")
        return self.held[card.text]

    def set(self, card: str, loans: Sequence[Loan] = (), holds: Sequence[Hold] = ()) -> None:
        self.held[card] = Account(Patron(CardNumber(card)), tuple(loans), tuple(holds))


@dataclass
class FakeMemories:
    rows: dict[str, Memory] = field(default_factory=dict)

    def to_look_at(self, now: datetime, limit: int) -> Sequence[str]:
        waiting = [(one.look_at, one.reader) for one in self.rows.values() if one.look_at]
        return [reader for at, reader in sorted(waiting) if at <= now][:limit]

    def get(self, reader: str) -> Memory | None:
        return self.rows.get(reader)

    def save(self, memory: Memory) -> Memory:
        if self.rows[memory.reader].version != memory.version:
            raise Conflict("changed in between")
        self.rows[memory.reader] = replace(memory, version=memory.version + 1)
        return self.rows[memory.reader]


@dataclass
class FakeReaders:
    rows: dict[str, Cards] = field(default_factory=dict)

    def get(self, reader: str) -> Cards:
        return self.rows.get(reader, Cards(reader))


@dataclass
class FakeTells:
    """As `notify` does, it sends a message of one name once to each reader."""

    sent: dict[tuple[str, str], Message] = field(default_factory=dict)
    log: list[tuple[str, Message]] = field(default_factory=list)

    def send(self, reader: str, message: Message, now: datetime) -> State:
        if (reader, message.id) not in self.sent:
            self.sent[reader, message.id] = message
            self.log.append((reader, message))
        return State.SENT


def say(reader: str, today: date) -> Said:
    return Said(Language.SIMPLIFIED, today, lambda branch: {"main": "总馆"}.get(branch, branch))


@dataclass
class World:
    now: datetime = MORNING
    rules: Rules = field(default_factory=Rules)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    memories: FakeMemories = field(default_factory=FakeMemories)
    readers: FakeReaders = field(default_factory=FakeReaders)
    tells: FakeTells = field(default_factory=FakeTells)
    warns: Warns | None = None

    def reminding(
        self,
        wrap: Callable[[object], object] = lambda part: part,
        ticks: Callable[[], float] = lambda: 0.0,
    ) -> Reminding:
        return Reminding(
            wrap(self.readers),  # type: ignore[arg-type]
            wrap(self.memories),  # type: ignore[arg-type]
            wrap(self.accounts),  # type: ignore[arg-type]
            wrap(self.tells),  # type: ignore[arg-type]
            lambda: self.rules,
            say,
            ZONE,
            ticks,
            self.warns,
        )

    def reader(self, name: str, *cards: str, **choices: str) -> None:
        bound = tuple(Card(card, CardNumber(card), self.now) for card in cards)
        self.readers.rows[name] = Cards(name, bound, choices=choices)
        self.memories.rows[name] = Memory(name, look_at=self.now)

    def runs(self) -> int:
        return self.reminding().run(self.now)

    def passes(self, **length: float) -> None:
        self.now += timedelta(**length)

    @property
    def today(self) -> date:
        return (self.now + timedelta(hours=8)).date()

    def texts(self) -> list[str]:
        return [message.text for _, message in self.tells.log]
