"""Loans and holds in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.ils.model import (
    Due,
    Fate,
    Hold,
    HoldOutcome,
    HoldState,
    Loan,
    Money,
    Reason,
    RenewOutcome,
)
from chalicelib.texts import circulation as texts
from chalicelib.texts import days as day_texts
from chalicelib.texts.words import Language
from chalicelib.texts.words import Text as Words

HOME = frozenset(("CNY", "RMB", "CNH", ""))
"""As systems write the yuan."""
BranchName = Callable[[str], str]
"""What readers call a branch by its id; the id itself where nobody knows it."""


@dataclass(frozen=True)
class Said:
    """Words in one language on one day of the library's calendar."""

    language: Language
    today: date
    branch_name: BranchName

    def say(self, words: Words, **slots: object) -> str:
        return words.say(self.language, **slots)

    def day(self, day: date) -> str:
        name = day_texts.MONTHS[day.month - 1]
        return self.say(day_texts.DATE, month=day.month, day=day.day, name=name)

    def title(self, title: str) -> str:
        return self.say(texts.TITLE, title=title) if title else self.say(texts.UNTITLED)

    def loans(self, loans: Sequence[Loan]) -> str:
        lines = (
            self.say(texts.LOAN, place=place, title=self.title(one.title), due=self.due(one))
            for place, one in enumerate(loans, 1)
        )
        return "\n".join(lines)

    def due(self, loan: Loan) -> str:
        said = self._due(loan.due) if loan.due else self.say(texts.DUE_UNKNOWN)
        return f"{said} · {self.say(texts.RECALLED)}" if loan.recalled else said

    def _due(self, due: Due) -> str:
        days, written = (due.day - self.today).days, self.day(due.day)
        if days < 0:
            return self.say(texts.OVERDUE, days=-days, date=written)
        if days < 2:
            return self.say(texts.DUE_TOMORROW if days else texts.DUE_TODAY, date=written)
        return self.say(texts.DUE, days=days, date=written)

    def money(self, money: Money) -> str:
        amount = f"{money.cents / 100:.2f}"
        if money.currency.upper() in HOME:
            return self.say(texts.MONEY, yuan=amount)
        return f"{money.currency} {amount}"

    def renewed(self, outcome: RenewOutcome, title: str) -> str:
        called = self.title(title)
        if outcome.fate is not Fate.DONE:
            return self.say(texts.NOT_RENEWED, title=called, why=self.why(outcome.reason))
        if outcome.due is None:
            return self.say(texts.RENEWED_NO_DAY, title=called)
        return self.say(texts.RENEWED, title=called, date=self.day(outcome.due.day))

    def why(self, reason: Reason | None) -> str:
        return self.say(texts.WHY[reason or Reason.UNKNOWN])

    def holds(self, holds: Sequence[Hold]) -> str:
        lines = (
            self.say(texts.HOLD, place=place, title=self.title(one.title), state=self.state(one))
            for place, one in enumerate(holds, 1)
        )
        return "\n".join(lines)

    def state(self, hold: Hold) -> str:
        where = self.where(hold.pickup)
        until = self.day(hold.ready_until.day) if hold.ready_until else ""
        told = {HoldState.WAITING: hold.place, HoldState.READY: until}.get(hold.state, True)
        name = hold.state.value if told else f"{hold.state.value}_untold"
        return self.say(texts.HOLD_STATES[name], queue=hold.place, where=where, until=until)

    def where(self, pickup: str) -> str:
        return self.branch_name(pickup) if pickup else self.say(texts.SOMEWHERE)

    def held(self, outcome: HoldOutcome, title: str, pickup: str) -> str:
        called = self.title(title)
        if outcome.fate is not Fate.DONE:
            return self.say(texts.NOT_HELD, title=called, why=self.why(outcome.reason))
        place = outcome.hold.place if outcome.hold else None
        queue = self.say(texts.QUEUE, place=place) if place else ""
        coming = texts.COMING if pickup else texts.COMING_SOMEWHERE
        where = self.say(coming, name=self.where(pickup))
        return self.say(texts.HELD, title=called, queue=queue, where=where)

    def cancelled(self, outcome: HoldOutcome, title: str) -> str:
        called = self.title(title)
        if outcome.fate is Fate.DONE:
            return self.say(texts.CANCELLED, title=called)
        return self.say(texts.NOT_CANCELLED, title=called, why=self.why(outcome.reason))
