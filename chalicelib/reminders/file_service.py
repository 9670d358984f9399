"""The due-date file in place of asking the library system: taken in, and read card by card."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.errors import NotFound, TryLater
from chalicelib.ils.model import Account, Call, CardNumber
from chalicelib.reminders.due_rows import DueList, DueRow, account_of, read_due_file
from chalicelib.reminders.file_model import DueFile

LOOKS_EVERY = timedelta(minutes=1)


class Rows(Protocol):
    def of(self, number: str) -> Sequence[DueRow]: ...


class Files(Protocol):
    def known(self) -> DueFile | None: ...

    def keep(self, read: DueList, name: str, by: str, now: datetime) -> DueFile: ...

    def drop_others(self, kept: str = "") -> int: ...

    def rows(self, file: DueFile) -> Rows:
        """Raises NotFound."""


class FileAccounts:
    """Accounts as the newest file has them; one that is too old is forgotten."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._file: DueFile | None = None
        self._rows: Rows | None = None
        self._looked_at: datetime | None = None

    def account(self, card: CardNumber, call: Call) -> Account:
        """Raises TryLater where there is no file of the last two days."""
        self._look(call.now)
        if self._file is None or self._rows is None or self._file.is_too_old(call.now):
            raise TryLater("there is no due-date file of the last two days")
        return account_of(card, self._rows.of(card.text))

    def take(self, content: bytes, name: str, by: str, now: datetime) -> DueFile:
        """Raises BadRequest with what is wrong with it, Conflict."""
        self._looked_at = None
        return self._files.keep(read_due_file(content), name, by, now)

    def known(self) -> DueFile | None:
        return self._files.known()

    def _look(self, now: datetime) -> None:
        if self._looked_at is not None and now - self._looked_at < LOOKS_EVERY:
            return
        newest = self._files.known()
        if newest is not None and newest.is_too_old(now):
            self._files.drop_others()
            newest, self._rows = None, None
        elif newest is not None and newest != self._file:
            self._rows = self._read(newest)
        self._file, self._looked_at = newest, now

    def _read(self, newest: DueFile) -> Rows | None:
        """None where a newer one has just taken its place."""
        try:
            return self._files.rows(newest)
        except NotFound:
            return None
