"""A reader's right to see everything that is held."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.conversation.model import Row
from chalicelib.feedback.model import Case, CasePage
from chalicelib.privacy.model import Consent, Held

A_PAGE = 50


class Rows(Protocol):
    def row(self, reader: str) -> Row | None: ...


class Cases(Protocol):
    def of_reader(self, reader: str, after: str, limit: int) -> CasePage: ...


class Consents(Protocol):
    def of_reader(self, reader: str) -> tuple[Consent, ...]: ...


class Rights:
    def __init__(self, rows: Rows, cases: Cases, consents: Consents) -> None:
        self._rows = rows
        self._cases = cases
        self._consents = consents

    def held(self, reader: str) -> Held:
        consents = self._consents.of_reader(reader)
        return Held(reader, self._rows.row(reader), self._all_cases(reader), consents)

    def _all_cases(self, reader: str) -> tuple[Case, ...]:
        page = self._cases.of_reader(reader, "", A_PAGE)
        found = list(page.cases)
        while page.after:
            page = self._cases.of_reader(reader, page.after, A_PAGE)
            found += page.cases
        return tuple(found)


class Forgets(Protocol):
    def ask(self, reader: str, now: datetime) -> None: ...


@dataclass(frozen=True)
class AtTheDesk:
    """The same rights, served by staff."""

    rights: Rights
    forgetting: Forgets

    def held(self, reader: str) -> Held:
        return self.rights.held(reader)

    def forget(self, reader: str, now: datetime) -> None:
        self.forgetting.ask(reader, now)
