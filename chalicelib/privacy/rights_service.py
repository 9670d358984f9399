"""A reader's right to see everything that is held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.circulation.chosen import titles_before
from chalicelib.conversation.model import Row
from chalicelib.feedback.model import Case, CasePage
from chalicelib.privacy.model import Consent, Held, HeldCard, HeldSent, HeldWish

if TYPE_CHECKING:
    from chalicelib.circulation.intent_model import Intent
    from chalicelib.notify.model import Delivery
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


class Line(Protocol):
    def of_reader(self, reader: str) -> "list[Intent]":
        """What waits, the oldest first."""


class Deliveries(Protocol):
    def of(self, reader: str) -> "Sequence[Delivery]":
        """The newest that are kept."""


class Rights:
    """`line` and `deliveries` are built when somebody asks. `called`: a title by its number."""

    def __init__(
        self,
        rows: Rows,
        cases: Cases,
        consents: Consents,
        readers: Readers,
        line: Callable[[], Line],
        deliveries: Callable[[], Deliveries],
        called: Callable[[str], str],
    ) -> None:
        self._rows = rows
        self._cases = cases
        self._consents = consents
        self._readers = readers
        self._line = line
        self._deliveries = deliveries
        self._called = called

    def held(self, reader: str) -> Held:
        consents = self._consents.of_reader(reader)
        bound = self._readers.get(reader)
        cards = tuple(HeldCard(one.number.text, one.name, one.bound_at) for one in bound.cards)
        row, cases = self._rows.row(reader), self._all_cases(reader)
        wishes, sent = self._wishes(reader), self._sent(reader)
        return Held(reader, row, cases, consents, cards, bound.choices, wishes, sent)

    def _wishes(self, reader: str) -> tuple[HeldWish, ...]:
        return tuple(
            HeldWish(one.facts.get("do", ""), self._titles(one), one.asked, one.until)
            for one in self._line().of_reader(reader)
        )

    def _titles(self, wish: "Intent") -> tuple[str, ...]:
        known = self._called(wish.facts.get("title", "")) if wish.facts.get("title") else ""
        return (known,) if known else tuple(titles_before(wish.facts))

    def _sent(self, reader: str) -> HeldSent:
        known = self._deliveries().of(reader)
        last = max((one.first_at for one in known), default=None)
        return HeldSent(len(known), last)

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
