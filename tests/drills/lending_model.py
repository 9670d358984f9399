"""Lending as a child would explain it: written apart from the service, to judge it by.

One copy has one place: with a card, kept for a hold, or free. Who came first is served first.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

LOAN_DAYS, RENEW_DAYS, PICKUP_DAYS = 30, 30, 5
MOST_RENEWALS, MOST_LOANS, MOST_HOLDS = 2, 3, 2


@dataclass
class ModelCopy:
    title: str
    branch: str
    has: str = ""
    due: date | None = None
    renewals: int = 0
    kept: str = ""


@dataclass
class ModelHold:
    name: str
    card: str
    pickup: str
    copy: str = ""
    until: date | None = None


@dataclass
class ModelLibrary:
    copies: dict[str, ModelCopy]
    queues: dict[str, list[ModelHold]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    def waiting(self, title: str) -> list[ModelHold]:
        return [hold for hold in self.queues[title] if not hold.copy]

    def free(self, title: str) -> list[ModelCopy]:
        mine = [copy for copy in self.copies.values() if copy.title == title]
        return [copy for copy in mine if not copy.has and not copy.kept]

    def is_late(self, card: str, today: date) -> bool:
        return any(
            c.has == card and c.due is not None and c.due < today for c in self.copies.values()
        )

    def loans(self, card: str) -> int:
        return sum(copy.has == card for copy in self.copies.values())

    def holds(self, card: str) -> list[ModelHold]:
        return [hold for queue in self.queues.values() for hold in queue if hold.card == card]

    def lend(self, card: str, barcode: str, today: date) -> bool:
        copy = self.copies[barcode]
        mine = next((hold for hold in self.queues[copy.title] if hold.card == card), None)
        if copy.has or self.is_late(card, today) or self.loans(card) >= MOST_LOANS:
            return False
        if copy.kept:
            allowed = mine is not None and copy.kept == mine.name
        else:
            free, waiting = len(self.free(copy.title)), self.waiting(copy.title)
            allowed = free > len(waiting) or mine in waiting[:free]
        if not allowed:
            return False
        copy.has, copy.due, copy.renewals = card, today + timedelta(days=LOAN_DAYS), 0
        copy.kept = ""
        if mine is not None:
            self.end(mine.name, copy.title, today)
        return True

    def take_back(self, barcode: str, branch: str, today: date) -> bool:
        copy = self.copies[barcode]
        copy.has, copy.due, copy.renewals, copy.branch = "", None, 0, branch
        self.hand_on(barcode, today)
        return True

    def hand_on(self, barcode: str, today: date) -> None:
        copy = self.copies[barcode]
        queue = self.queues[copy.title]
        first = next((hold for hold in queue if hold.name == copy.kept), None)
        first = first or next(iter(self.waiting(copy.title)), None)
        if first is None or copy.has:
            return
        there = copy.branch == first.pickup
        if not (there and first.until):
            first.until = today + timedelta(days=PICKUP_DAYS) if there else None
        first.copy, copy.kept = barcode, first.name

    def renew(self, card: str, barcode: str, today: date) -> bool:
        copy = self.copies[barcode]
        short = len(self.waiting(copy.title)) > len(self.free(copy.title))
        if copy.has != card or copy.due is None or short or self.is_late(card, today):
            return False
        if copy.renewals >= MOST_RENEWALS:
            return False
        copy.due, copy.renewals = (
            max(today, copy.due) + timedelta(days=RENEW_DAYS),
            copy.renewals + 1,
        )
        return True

    def place(self, card: str, title: str, pickup: str, name: str, today: date) -> bool:
        held = any(hold.card == card for hold in self.queues[title])
        has = any(c.title == title and c.has == card for c in self.copies.values())
        full = len(self.holds(card)) >= MOST_HOLDS
        if held or has or full or self.is_late(card, today):
            return False
        self.queues[title].append(ModelHold(name, card, pickup))
        return True

    def end(self, name: str, title: str, today: date) -> bool:
        hold = next((one for one in self.queues[title] if one.name == name), None)
        if hold is None:
            return False
        self.queues[title].remove(hold)
        self.ended.append(name)
        if hold.copy and self.copies[hold.copy].kept == name:
            self.copies[hold.copy].kept = ""
            self.hand_on(hold.copy, today)
        return True
