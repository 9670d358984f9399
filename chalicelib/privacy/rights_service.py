"""A reader's right to see everything that is held."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.conversation.model import Row
from chalicelib.feedback.model import Case, CasePage
from chalicelib.privacy.model import Consent, Held, HeldCard

if TYPE_CHECKING:
    from chalicelib.readers.model import Cards as Bound

A_PAGE = 50


class Rows(Protocol):
    def row(self, reader: str) -> Row | None: ...


class Cases(Protocol):
    def of_reader(self, reader: str, after: str, limit: int) -> CasePage: ...


class Consents(Protocol):
    def of_reader(self, reader: str) -> tuple[Consent, ...]: ...


class Readers(Protocol):
    def get(self, reader: str) -> "Bound": ...


class Rights:
    def __init__(self, rows: Rows, cases: Cases, consents: Consents, readers: Readers) -> None:
        self._rows = rows
        self._cases = cases
        self._consents = consents
        self._readers = readers

    def held(self, reader: str) -> Held:
        consents = self._consents.of_reader(reader)
        bound = self._readers.get(reader)
        cards = tuple(HeldCard(one.number.text, one.name, one.bound_at) for one in bound.cards)
        row, cases = self._rows.row(reader), self._all_cases(reader)
        return Held(reader, row, cases, consents, cards, bound.choices)

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
