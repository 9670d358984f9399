"""Looks at the accounts of readers who have bound a card, and tells each of them once a day at
most what has come up.

What is to be said is written down with everything it says, before it is handed to `notify`: after
a crash the same message goes on its way under the same name, and nothing is said twice.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.circulation.words import Said
from chalicelib.clock import in_library_time
from chalicelib.errors import Conflict, GiveUp, NotFound, TryLater
from chalicelib.ils.model import Account, Call, CardNumber
from chalicelib.logs import fields, logger
from chalicelib.notify.model import Message, State
from chalicelib.readers.model import Cards
from chalicelib.reminders import planning, wording
from chalicelib.reminders.model import Item, Memory, Plan, Rules

log = logger("reminders")
PATIENCE_S = 3.0
AGAIN = timedelta(minutes=5)
DOWN_FOR = timedelta(minutes=30)
EVERY = timedelta(days=1)
OFF = "off"


class Readers(Protocol):
    def get(self, reader: str) -> Cards: ...


class Memories(Protocol):
    def to_look_at(self, now: datetime, limit: int) -> Sequence[str]:
        """Readers whose time has come, the longest waiting first."""

    def get(self, reader: str) -> Memory | None:
        """None for a reader without a card (any more)."""

    def save(self, memory: Memory) -> Memory:
        """As stored. Raises Conflict where the row changed in between."""


class Accounts(Protocol):
    """Raises TryLater, GiveUp, NotFound (no such card any more)."""

    def account(self, card: CardNumber, call: Call) -> Account: ...


class Tells(Protocol):
    def send(self, reader: str, message: Message, now: datetime) -> State: ...


class Reminding:
    """`say` words things for one reader's language on a day."""

    def __init__(
        self,
        readers: Readers,
        memories: Memories,
        accounts: Accounts,
        tells: Tells,
        rules: Callable[[], Rules],
        say: Callable[[str, date], Said],
        timezone: str,
    ) -> None:
        self._readers = readers
        self._memories = memories
        self._accounts = accounts
        self._tells = tells
        self._rules = rules
        self._say = say
        self._timezone = timezone

    def run(self, now: datetime, limit: int = 50) -> int:
        """Looks at those whose time has come; ends early where the library system is down, and
        goes on there the next time. Returns how many were looked at."""
        looked = 0
        for reader in self._memories.to_look_at(now, limit):
            try:
                self.look(reader, now)
            except Conflict:
                continue
            except TryLater:
                log.info("the library system does not answer; reminders wait")
                self._postpone(reader, now)
                break
            looked += 1
        return looked

    def _postpone(self, reader: str, now: datetime) -> None:
        """So that one account that never answers does not stand before all others."""
        memory = self._memories.get(reader)
        if memory is not None:
            with suppress(Conflict):
                self._memories.save(replace(memory, look_at=now + DOWN_FOR))

    def look(self, reader: str, now: datetime) -> State | None:
        """None where there was nothing to say. Raises TryLater, Conflict."""
        memory = self._memories.get(reader)
        if memory is None:
            return None
        if memory.owed is not None:
            return self._hand_over(memory, memory.owed, now)
        local, rules = in_library_time(now, self._timezone), self._rules()
        if rules.is_quiet(local.hour):
            self._memories.save(replace(memory, look_at=_end_of_quiet(now, local, rules)))
            return None
        return self._decide(memory, now, local.date(), rules)

    def _decide(self, memory: Memory, now: datetime, today: date, rules: Rules) -> State | None:
        tomorrow = now + EVERY
        if memory.last_day == today.isoformat():
            self._memories.save(replace(memory, look_at=tomorrow))
            return None
        plan = self._plan(memory, now, today, rules)
        if not plan.all:
            told = planning.remembered(memory.told, (), today)
            self._memories.save(replace(memory, told=told, look_at=tomorrow))
            return None
        message = wording.message(f"remind-{today}", plan, self._say(memory.reader, today))
        told = planning.remembered(memory.told, plan.all, today)
        owed = replace(
            memory, told=told, owed=message, last_day=today.isoformat(), look_at=now + AGAIN
        )
        return self._hand_over(self._memories.save(owed), message, now)

    def _hand_over(self, memory: Memory, message: Message, now: datetime) -> State:
        """`notify` knows the message by its name: handed over twice it goes once."""
        state = self._tells.send(memory.reader, message, now)
        self._memories.save(replace(memory, owed=None, look_at=now + EVERY))
        return state

    def _plan(self, memory: Memory, now: datetime, today: date, rules: Rules) -> Plan:
        held = self._readers.get(memory.reader)
        kinds = frozenset(one for one in rules.kinds if held.choices.get(one.value) != OFF)
        wanted = replace(rules, kinds=kinds)
        by_card = []
        said: set[str] = set()
        for card in held.cards:
            found = [
                item
                for item in self._items(card.number, now, today, wanted, memory)
                if item.key not in said
            ]
            said |= {item.key for item in found}
            if found:
                by_card.append((card, tuple(found)))
        return Plan(tuple(by_card))

    def _items(
        self, number: CardNumber, now: datetime, today: date, rules: Rules, memory: Memory
    ) -> list[Item]:
        """A card that is gone, or an answer nobody can read, must not hush the other cards."""
        try:
            account = self._accounts.account(number, Call(now, PATIENCE_S))
        except (NotFound, GiveUp) as odd:
            log.info("a card was not looked at", extra=fields(why=type(odd).__name__))
            return []
        return planning.items(account, today, rules, memory.told)


def _end_of_quiet(now: datetime, local: datetime, rules: Rules) -> datetime:
    hours = (rules.quiet_to - local.hour) % 24
    return now + timedelta(hours=hours) - timedelta(minutes=local.minute, seconds=local.second)
