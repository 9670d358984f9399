"""Looks at the accounts of readers who have bound a card, and tells each of them once a day at
most what has come up.

What is to be said is written down with everything it says, before it is handed to `notify`: after
a crash the same message goes on its way under the same name, and nothing is said twice.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.circulation.words import Said
from chalicelib.clock import in_library_time
from chalicelib.errors import Conflict, GiveUp, NotFound, TryLater
from chalicelib.ils.model import Account, Call, CardNumber, CardState
from chalicelib.logs import fields, logger
from chalicelib.notify.model import Message, State
from chalicelib.readers.model import Card, Cards
from chalicelib.readers.words import shown
from chalicelib.reminders import planning, wording
from chalicelib.reminders.model import OFF, Item, Memory, Pace, Plan, Rules, Source
from chalicelib.texts import reminders as texts

log = logger("reminders")
PATIENCE_S = 3.0
AGAIN = timedelta(minutes=5)
DOWN_FOR = timedelta(minutes=30)
EVERY = timedelta(days=1)
LATE = 3
"""Hours before the quiet ones: who has a turn there gets one in the morning instead, lest a round
that is late run into the night and miss a day."""
PAGE = 50
SHARE_S = 15.0
"""Of the sweep's 50 s: the rest of it must not wait for reminders."""


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


Warns = Callable[[str, str, str, datetime], None]
"""Leaves a notice: reader, its name, its words, now. Raises NotFound where nobody reads it."""


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
        ticks: Callable[[], float] = time.monotonic,
        warns: Warns | None = None,
    ) -> None:
        """`warns` says once of a card that has expired or is blocked what to do; without it such
        cards are looked at like the others."""
        self._warns = warns
        self._pace = Pace()
        self._ticks = ticks
        self._readers = readers
        self._memories = memories
        self._accounts = accounts
        self._tells = tells
        self._rules = rules
        self._say = say
        self._timezone = timezone

    def run(self, now: datetime, limit: int = 1000) -> int:
        """Looks at those whose time has come, for SHARE_S at most; ends early where the library
        system is down or has been asked often enough, and goes on there the next time. Returns
        how many were looked at."""
        end, looked = self._ticks() + SHARE_S, 0
        while looked < limit:
            waiting = self._memories.to_look_at(now, PAGE)
            seen = self._page(waiting, now, end)
            looked += seen
            if not waiting or seen < len(waiting):
                break
        return looked

    def _page(self, waiting: Sequence[str], now: datetime, end: float) -> int:
        looked = 0
        for reader in waiting:
            if self._ticks() >= end or not self._may_ask(now):
                break
            try:
                self.look(reader, now)
            except Conflict:
                continue
            except TryLater as busy:
                log.info("reminders wait", extra=fields(why=str(busy)))
                self._postpone(reader, now)
                break
            looked += 1
        return looked

    def _may_ask(self, now: datetime) -> bool:
        rules = self._rules()
        most = rules.calls_a_minute if rules.source is Source.SYSTEM else 0
        return self._pace.allows(now, most)

    def _postpone(self, reader: str, now: datetime) -> None:
        """So that one account that never answers does not stand before all others."""
        memory = self._memories.get(reader)
        if memory is not None:
            with suppress(Conflict):
                self._memories.save(replace(memory, look_at=now + DOWN_FOR))

    def look(self, reader: str, now: datetime) -> State | None:
        """None where there was nothing to say. Raises TryLater, Conflict."""
        memory = self._memories.get(reader)
        if memory is None or memory.look_at is None or memory.look_at > now:
            return None
        local, rules = in_library_time(now, self._timezone), self._rules()
        if rules.is_quiet(local.hour):
            self._memories.save(replace(memory, look_at=_end_of_quiet(now, local, rules)))
            return None
        if memory.owed is not None:
            return self._hand_over(memory, memory.owed, now, self._next(memory, now, rules))
        return self._decide(memory, now, local.date(), rules)

    def _decide(self, memory: Memory, now: datetime, today: date, rules: Rules) -> State | None:
        tomorrow = self._next(memory, now, rules)
        if memory.last_day == today.isoformat():
            self._memories.save(replace(memory, look_at=tomorrow))
            return None
        by_card = self._looked(memory, now, today, rules)
        plan = _new(by_card, memory.told)
        true = [item for _, items, _ in by_card for item in items]
        told = planning.remembered(memory.told, true, today)
        told |= self._warned(memory, by_card, now, today)
        if not plan.all:
            self._memories.save(replace(memory, told=told, look_at=tomorrow))
            return None
        message = wording.message(f"remind-{today}", plan, self._say(memory.reader, today))
        owed = replace(
            memory, told=told, owed=message, last_day=today.isoformat(), look_at=now + AGAIN
        )
        return self._hand_over(self._memories.save(owed), message, now, tomorrow)

    def _hand_over(
        self, memory: Memory, message: Message, now: datetime, next_look: datetime
    ) -> State:
        """`notify` knows the message by its name: handed over twice it goes once."""
        state = self._tells.send(memory.reader, message, now)
        self._memories.save(replace(memory, owed=None, look_at=next_look))
        return state

    def _next(self, memory: Memory, now: datetime, rules: Rules) -> datetime:
        """The same hour tomorrow, however late today's turn came: turns that slip would end in
        the night."""
        slot = memory.look_at or now
        slot += EVERY * ((now - slot) // EVERY + 1)
        return rules.in_time(slot, in_library_time(slot, self._timezone), LATE)

    def _looked(self, memory: Memory, now: datetime, today: date, rules: Rules) -> "_ByCard":
        """What is true of each card today, said before or not."""
        held = self._readers.get(memory.reader)
        kinds = frozenset(one for one in rules.kinds if held.choices.get(one.value) != OFF)
        wanted = replace(rules, kinds=kinds)
        return [(card, *self._items(card.number, now, today, wanted)) for card in held.cards]

    def _warned(
        self, memory: Memory, by_card: "_ByCard", now: datetime, today: date
    ) -> dict[str, str]:
        """What is said of cards that were stopped, once for each and state; by key, today."""
        told = {}
        for card, _, state in by_card:
            words, key = texts.CARD_STOPPED.get(state), f"card:{card.id}:{state}"
            if words is None or self._warns is None:
                continue
            if key not in memory.told:
                say = self._say(memory.reader, today)
                said = say.say(words, card=shown(card, say.language))
                with suppress(NotFound):
                    self._warns(memory.reader, f"card-{card.id}-{state}", said, now)
            told[key] = today.isoformat()
        return told

    def _items(
        self, number: CardNumber, now: datetime, today: date, rules: Rules
    ) -> tuple[list[Item], CardState]:
        """A card that is gone, or an answer nobody can read, must not hush the other cards."""
        self._pace.spend(now)
        try:
            account = self._accounts.account(number, Call(now, PATIENCE_S))
        except (NotFound, GiveUp) as odd:
            log.info("a card was not looked at", extra=fields(why=type(odd).__name__))
            return [], CardState.ACTIVE
        state = account.patron.state
        if self._warns is not None and state is not CardState.ACTIVE:
            return [], state
        return planning.standing(account, today, rules), state


_ByCard = Sequence[tuple[Card, Sequence[Item], CardState]]


def _new(by_card: _ByCard, told: Mapping[str, str]) -> Plan:
    """What was not said yet; what two cards share, once."""
    said = set(told)
    new = []
    for card, items, _ in by_card:
        found = tuple(item for item in items if item.key not in said)
        said |= {item.key for item in found}
        if found:
            new.append((card, found))
    return Plan(tuple(new))


def _end_of_quiet(now: datetime, local: datetime, rules: Rules) -> datetime:
    hours = (rules.quiet_to - local.hour) % 24
    return now + timedelta(hours=hours) - timedelta(minutes=local.minute, seconds=local.second)
