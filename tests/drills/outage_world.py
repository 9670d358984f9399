"""A library whose system goes down, flaps and loses answers, readers who ask meanwhile, and a
judge who sees what was really done.

The rules, the line and the sweeper are the real ones; rows are in memory. What was done is told
by the embedded system's own state before and after each call, not by what it answered.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.circulation.intent_model import LIMIT, Intent, place_of
from chalicelib.circulation.line_service import Line
from chalicelib.circulation.service import Borrowing
from chalicelib.conversation.model import LedgerEntry, Notice, pause
from chalicelib.conversation.notices import Notices
from chalicelib.conversation.sweeper import Sweeper
from chalicelib.dialogue import Answer, End
from chalicelib.errors import TryLater
from chalicelib.ils.breaker import Guarded
from chalicelib.ils.model import Call, CardNumber, Fate, HoldOutcome, RenewOutcome, Wanted
from chalicelib.readers.model import Card, Cards
from chalicelib.texts.words import Language
from tests.circulation.fakes import FakeIntents
from tests.fakes import FakeConversations, FakeLedger, SentMessages
from tests.ils.desk import MONDAY, Library

READERS = ("R0", "R1", "R2", "R3")
TITLES = ("t0", "t1")
SWEEP = timedelta(minutes=1)
EFFECTS = ("renew", "renew_all", "place_hold", "cancel_hold")


class Died(BaseException):
    """The process ended in the middle of a call."""


@dataclass(frozen=True)
class Asked:
    """One wish; `noted`: the reader was told that it waits."""

    reader: str
    facts: Mapping[str, str]
    at: datetime

    @property
    def key(self) -> str:
        return self.facts["key"]


@dataclass
class Wayward:
    """The embedded system over a bad line. `mood`: up, down, flapping, lost (done and not told),
    vanished (neither), died. Holds the list of what was really done, in order."""

    library: Library
    chance: random.Random
    mood: str = "up"
    done: list[str] = field(default_factory=list)
    on_done: Callable[[str], None] = lambda key: None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *args: self._call(name, args)

    def _call(self, name: str, args: tuple[Any, ...]) -> Any:
        mood = self._mood_now()
        if mood == "down":
            raise TryLater("down")
        if name not in EFFECTS:
            return getattr(self.library.circulation, name)(*args)
        if mood == "vanished":
            return _unknown(name, args)
        told = self._do(name, args)
        if mood == "died":
            raise Died
        return _unknown(name, args) if mood == "lost" else told

    def _mood_now(self) -> str:
        odd = ("lost", "vanished", "died") if self.mood == "flapping" else ()
        return self.chance.choice(("up", "down", *odd)) if odd else self.mood

    def _do(self, name: str, args: tuple[Any, ...]) -> Any:
        card, key = args[0], args[-2]
        before = self._state(card)
        told = getattr(self.library.circulation, name)(*args)
        if self._state(card) != before:
            self.done.append(key)
            self.on_done(key)
        return told

    def _state(self, card: CardNumber) -> tuple[object, ...]:
        sheet = self.library.cards.sheet(card, self.library.now)
        return (tuple((one.id, one.due) for one in sheet.loans), tuple(h.id for h in sheet.holds))


def _unknown(name: str, args: tuple[Any, ...]) -> Any:
    if name == "renew_all":
        return tuple(RenewOutcome(Fate.UNKNOWN, one.item) for one in args[1])
    if name == "renew":
        return RenewOutcome(Fate.UNKNOWN, args[1].item)
    return HoldOutcome(Fate.UNKNOWN)


@dataclass
class Told(FakeLedger):
    """The ledger of owed work, and what each reader was told at last."""

    answers: dict[str, list[str]] = field(default_factory=dict)

    def put_off(self, entry: LedgerEntry, now: datetime) -> None:
        later = replace(entry, due=now + pause(3))
        self.owing = [later if e.key == entry.key else e for e in self.owing]

    def settle(
        self, entry: LedgerEntry, answer: Answer | None, now: datetime, notice: Notice | None = None
    ) -> bool:
        assert answer is not None
        self.owing = [one for one in self.owing if one.key != entry.key]
        self.answers.setdefault(entry.key, []).append(said(answer))
        return True


def said(answer: Answer) -> str:
    return str(getattr(answer.reply, "content", ""))


class Wallet:
    def of(self, reader: str) -> Cards:
        return Cards(reader, (Card("c", CardNumber(reader), MONDAY),))


class Shelf:
    def wanted(self, number: int) -> Wanted:
        return Wanted(TITLES[number], TITLES[number])

    def called(self, number: str) -> str:
        return TITLES[int(number)]


class World:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = MONDAY
        self.library = Library()
        self.numbers = count(1)
        self.ids = count(1)
        self._stock()
        self.system = Wayward(self.library, self.chance, on_done=self._judge_order)
        self.intents = FakeIntents()
        self.asked: dict[str, Asked] = {}
        self.unfinished: list[Asked] = []
        self.overtaken: list[tuple[str, str]] = []
        self.cases: set[str] = set()
        self.ledger = Told()
        self.line = self._line()
        rows = FakeConversations()
        notices = Notices(rows, SentMessages(), may_send=False)
        jobs = {"library_wish": self.line}
        self.sweeper = Sweeper(rows, self.ledger, self, notices, jobs, self._id)

    def _stock(self) -> None:
        self.library.a_card("OTHER")
        for number, title in enumerate(TITLES):
            self.library.a_title(title, f"S{number}", name=title)
            self.library.desk.lend("OTHER", f"S{number}", self.now)
        for number, reader in enumerate(READERS):
            self.library.a_card(reader)
            for place in range(2):
                self.library.a_title(f"own{number}{place}", f"B{number}{place}")
                self.library.desk.lend(reader, f"B{number}{place}", self.now)

    def _line(self) -> Line:
        shelf, guards = Shelf(), self.chance.random() < 0.5
        system: Any = Guarded(self.system) if guards else self.system  # type: ignore[arg-type]
        zone = "Asia/Shanghai"
        deeds = Borrowing(Wallet(), system, shelf, str, zone, lambda: self.now)
        return Line(
            self.intents, deeds, self._hand, shelf.called, self._is_owed, self._id, zone,
            lambda: self.now,
        )  # fmt: skip

    def _id(self) -> str:
        return f"id{next(self.ids)}"

    def _hand(self, reader: str, origin: str, text: str, language: Language, now: datetime) -> str:
        self.cases.add(origin.removeprefix("intent-"))
        return f"No-{origin}"

    def _is_owed(self, day: str, key: str) -> bool:
        return self.ledger.owed_one(day, key) is not None

    def finish_late(self, *_: object) -> None:
        raise AssertionError("rows are not used here")

    def wish(self) -> None:
        """One reader says something; sometimes two in the same second."""
        reader = self.chance.choice(READERS)
        key = f"m{next(self.numbers):06d}"
        do = self.chance.choice(("renew", "renew", "renew_all", "hold", "hold", "cancel"))
        facts = {"do": do, "kind": "renew", "key": key, "language": "zh-Hans"}
        facts["place"] = place_of(self.now, key)
        if do == "renew":
            facts["places"] = self.chance.choice("12")
        if do == "hold":
            facts |= {"title": self.chance.choice("01"), "pickup": "main"}
        if do == "cancel":
            facts["places"] = "1"
        self.asked[key] = Asked(reader, facts, self.now)
        self._answer(self.asked[key])

    def _answer(self, asked: Asked) -> None:
        """As the conversation does: an answer, a promise, or nothing where the process ended."""
        try:
            answer = self.line.run(asked.reader, asked.facts, self.now + timedelta(seconds=2))
        except TryLater:
            self.ledger.owing.append(self._entry(asked))
            return
        except Died:
            self.unfinished.append(asked)
            return
        if self.chance.random() < 0.05:
            self.unfinished.append(asked)
            return
        self.ledger.answers.setdefault(asked.key, []).append(said(answer))

    def _entry(self, asked: Asked) -> LedgerEntry:
        day = f"{asked.at:%Y-%m-%d}"
        return LedgerEntry(
            day, asked.key, "p", "Text", End.OWED, None, asked.at, self.now,
            job="library_wish", facts=asked.facts, openid=asked.reader,
        )  # fmt: skip

    def sweep(self) -> None:
        """Unfinished messages are finished late, then owed work is done."""
        again, self.unfinished = self.unfinished, []
        for asked in again:
            self._answer(asked)
        try:
            self.sweeper.sweep(self.now)
            self.line.tend(self.now)
        except Died:
            return

    def passes(self, length: timedelta) -> None:
        self.now += length

    def _judge_order(self, key: str) -> None:
        """Nobody who was promised a turn before, and has not had it, was overtaken."""
        done = self.asked[key]
        mine = Intent(done.facts["place"], done.reader, done.facts, done.at + LIMIT)
        owed = {one.key for one in self.ledger.owing}
        for one in self.intents.line.values():
            is_before = one.place < mine.place and one.key in owed and one.key not in self.done
            if is_before and (one.touches(mine) or not self._may_be_passed(one)):
                self.overtaken.append((one.key, key))

    def _may_be_passed(self, one: Intent) -> bool:
        """By wishes that do not touch it: what is stuck, and what is being tried for the first
        time this moment, for readers who ask at once are served side by side."""
        return one.aside or one.tries >= 5 or (one.fresh and one.is_busy(self.now))

    @property
    def done(self) -> list[str]:
        return self.system.done

    def call(self) -> Call:
        return Call(self.now)
