"""What stands behind the SIP2 servers of others: readers, copies, loans and holds in memory.

The servers bring the protocol, this brings the rules; it runs in their processes, so it needs
nothing but Python.
"""

import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps

LOAN = timedelta(days=30)
RENEWALS = 2
TODAY = date(2026, 11, 21)
READERS = {"R0001": ("4711", "陈读者"), "R0002": ("2222", "林读者")}


@dataclass
class Copy:
    title: str
    borrower: str = ""
    due: date = TODAY
    renewals: int = 0
    waiting: list = field(default_factory=list)
    kept_for: str = ""


def one_at_a_time(method):
    @wraps(method)
    def locked(self, *args):
        with self.lock:
            return method(self, *args)

    return locked


class Library:
    def __init__(self):
        self.lock = threading.RLock()
        self.copies = {}

    @one_at_a_time
    def add(self, title):
        barcode = f"B{len(self.copies) + 1:05}"
        self.copies[barcode] = Copy(title)
        return barcode

    @one_at_a_time
    def lend(self, card, title):
        barcode = self.add(title)
        self.copies[barcode].borrower = card
        self.copies[barcode].due = TODAY + LOAN
        return barcode

    @one_at_a_time
    def stock(self, barcode, title, card, due):
        """A copy under a barcode that a catalogue knows, lent until the day `due`."""
        self.copies[barcode] = Copy(title, card, date.fromisoformat(due))

    @one_at_a_time
    def clear(self):
        self.copies.clear()

    def knows(self, card):
        return card in READERS

    def name(self, card):
        return READERS[card][1] if card in READERS else ""

    def confirms(self, card, secret):
        return card in READERS and READERS[card][0] == secret

    @one_at_a_time
    def loans(self, card):
        return [barcode for barcode, copy in self.copies.items() if copy.borrower == card]

    @one_at_a_time
    def ready(self, card):
        return [barcode for barcode, copy in self.copies.items() if copy.kept_for == card]

    @one_at_a_time
    def waiting(self, card):
        return [barcode for barcode, copy in self.copies.items() if card in copy.waiting]

    def overdue(self, card):
        return [barcode for barcode in self.loans(card) if self.copies[barcode].due < TODAY]

    def copy(self, barcode):
        return self.copies.get(barcode)

    def status(self, barcode):
        copy = self.copies[barcode]
        return "04" if copy.borrower else "08" if copy.kept_for else "03"

    @one_at_a_time
    def renew(self, card, barcode):
        """'' where it is renewed, else why not."""
        copy = self.copies.get(barcode)
        if copy is None or copy.borrower != card:
            return "Item not checked out to this patron"
        if copy.waiting:
            return "该书已被其他读者预约"
        if copy.renewals >= RENEWALS:
            return "Maximum renewals reached"
        copy.renewals += 1
        copy.due += LOAN
        return ""

    @one_at_a_time
    def hold(self, card, barcode):
        copy = self.copies.get(barcode)
        if copy is None:
            return "册条码号不存在"
        if copy.borrower == card:
            return "You already have this item"
        copy.waiting.append(card)
        return ""

    @one_at_a_time
    def cancel(self, card, barcode):
        copy = self.copies.get(barcode)
        if copy is None or card not in (copy.kept_for, *copy.waiting):
            return "No such hold"
        copy.waiting = [one for one in copy.waiting if one != card]
        copy.kept_for = "" if copy.kept_for == card else copy.kept_for
        return ""

    @one_at_a_time
    def give_back(self, barcode):
        copy = self.copies[barcode]
        copy.borrower = ""
        copy.kept_for = copy.waiting.pop(0) if copy.waiting else ""

    def title_of(self, barcode):
        return self.copies[barcode].title

    @one_at_a_time
    def renewals_of(self, barcode):
        return self.copies[barcode].renewals

    @one_at_a_time
    def holds_of(self, barcode):
        copy = self.copies[barcode]
        return len(copy.waiting) + bool(copy.kept_for)
