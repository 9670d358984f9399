"""Forgetting a reader: unfollow, "forget me", a staff erasure and a restore all end here.

Asking is quick and leaves a row; the sweeper does the rest a minute later, and may do it twice.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from chalicelib.conversation.model import Row
from chalicelib.privacy.marks import mark_of
from chalicelib.privacy.model import SETTLES, OwedErasure
from chalicelib.privacy.pseudonyms import pseudonym_of

AT_ONCE = 25


class Erasures(Protocol):
    def owe(self, owed: OwedErasure) -> None: ...

    def owed(self, before: datetime, limit: int) -> list[OwedErasure]:
        """Oldest first."""

    def done(self, owed: OwedErasure, mark: str) -> None:
        """The reader's name goes and the mark comes, together or not at all."""


class Rows(Protocol):
    def row(self, reader: str) -> Row | None: ...

    def forget(self, reader: str) -> None: ...

    def forget_shell(self, reader: str) -> None:
        """What is left of a row after "forget me"; a row the reader began since stays."""


class Cases(Protocol):
    def redact(
        self, reader: str, until: datetime, drop_files: Callable[[str], None]
    ) -> Iterator[str]:
        """Takes reader, words and pictures out of cases opened by `until`; gives their numbers.

        `drop_files` is called with each number before the case is cut loose, and after.
        """


class Files(Protocol):
    def keys(self, prefix: str) -> Iterator[str]: ...

    def delete(self, key: str) -> None: ...


class Gaps(Protocol):
    def forget(self, asker: str) -> int: ...


class Ledger(Protocol):
    def forget(self, reader: str, now: datetime) -> int:
        """Ends work owed to the reader, who is not named any more then."""


class Consents(Protocol):
    def forget(self, reader: str, until: datetime) -> int: ...


class Deliveries(Protocol):
    def forget(self, reader: str) -> None: ...


class Cards(Protocol):
    def forget(self, reader: str, until: datetime) -> None:
        """Cards bound by then, and a code that is awaited."""


class Intents(Protocol):
    def forget(self, reader: str, until: datetime) -> None:
        """What was asked of the library system by then."""


class Forgetting:
    """What a request may wait for."""

    def __init__(self, erasures: Erasures, rows: Rows, make_id: Callable[[], str]) -> None:
        self._erasures = erasures
        self._rows = rows
        self._make_id = make_id

    def ask(self, reader: str, now: datetime) -> None:
        """The wish is kept first; the conversation goes at once, the rest is owed."""
        row = self._rows.row(reader)
        pseudonym = pseudonym_of(reader, row.salt) if row else ""
        self._erasures.owe(OwedErasure(self._make_id(), reader, pseudonym, now))
        self._rows.forget(reader)


class Erasing:
    """Everywhere a reader may stand. `key` makes the marks of the erasure list."""

    def __init__(
        self,
        erasures: Erasures,
        rows: Rows,
        cases: Cases,
        files: Callable[[], Files],
        gaps: Gaps,
        ledger: Ledger,
        consents: Consents,
        deliveries: Callable[[], Deliveries],
        cards: Callable[[], Cards],
        intents: Callable[[], Intents],
        key: Callable[[], str],
    ) -> None:
        self._erasures = erasures
        self._rows = rows
        self._cases = cases
        self._files = files
        self._gaps = gaps
        self._ledger = ledger
        self._consents = consents
        self._deliveries = deliveries
        self._cards = cards
        self._intents = intents
        self._key = key

    def work_off(self, now: datetime) -> int:
        """Owed erasures that have settled; returns how many."""
        return self._work_off(now - SETTLES, now)

    def work_off_all(self, now: datetime) -> int:
        """For a stage that is shut: nothing is under way."""
        count = 0
        while worked := self._work_off(now, now):
            count += worked
        return count

    def erase_again(self, reader: str, now: datetime) -> None:
        """For a restore: everything it brought back of this reader goes once more."""
        row = self._rows.row(reader)
        pseudonym = pseudonym_of(reader, row.salt) if row else ""
        self._erase(OwedErasure("", reader, pseudonym, now), now)
        self._rows.forget(reader)

    def _work_off(self, before: datetime, now: datetime) -> int:
        owed = self._erasures.owed(before, AT_ONCE)
        for one in owed:
            self._erase(one, now)
            self._erasures.done(one, mark_of(one.reader, self._key()))
        return len(owed)

    def _erase(self, owed: OwedErasure, now: datetime) -> None:
        """Cards before messages: without a card no reminder begins any more."""
        for _ in self._cases.redact(owed.reader, owed.at, self._drop_files):
            pass
        self._ledger.forget(owed.reader, now)
        self._intents().forget(owed.reader, owed.at)
        self._cards().forget(owed.reader, owed.at)
        self._deliveries().forget(owed.reader)
        self._consents.forget(owed.reader, owed.at)
        if owed.pseudonym:
            self._gaps.forget(owed.pseudonym)
        self._rows.forget_shell(owed.reader)

    def _drop_files(self, number: str) -> None:
        files = self._files()
        for key in list(files.keys(f"cases/{number}/")):
            files.delete(key)
