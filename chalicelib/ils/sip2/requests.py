"""What we ask a library system over SIP2, as messages. Nothing here knows sockets or encodings."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from chalicelib.ils.model import CardNumber, Secret
from chalicelib.ils.sip2.dates import stamp
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.messages import Message, make

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Terminal:
    """Who we are to the library system: its own account for a self-service machine."""

    user: str
    password: str = field(repr=False, default="")
    location: str = ""
    institution: str = ""
    terminal_password: str = field(repr=False, default="")


class ListKind(IntEnum):
    """Place of the Y in message 63's summary; one list is asked for at a time."""

    HOLDS = 0
    OVERDUE = 1
    CHARGED = 2
    FINES = 3
    RECALLS = 4
    UNAVAILABLE_HOLDS = 5


@dataclass(frozen=True)
class Requests:
    terminal: Terminal
    dialect: Dialect
    timezone: str

    def login(self) -> Message:
        given = (("CN", self.terminal.user), ("CO", self.terminal.password))
        where = self._given("CP", self.terminal.location)
        return make("93", {"user_algorithm": "0", "password_algorithm": "0"}, (*given, *where))

    def status(self) -> Message:
        fixed = {"status": "0", "print_width": "040", "version": self.dialect.protocol}
        return make("99", fixed)

    def patron_status(self, card: CardNumber, secret: Secret, now: datetime) -> Message:
        fields = (*self._whose(card), self._terminal, ("AD", secret.text))
        return make("23", {"language": self.dialect.language, **self._date(now)}, fields)

    def patron(
        self,
        card: CardNumber,
        now: datetime,
        secret: Secret | None = None,
        listed: ListKind | None = None,
        span: tuple[int, int] | None = None,
    ) -> Message:
        """`span`: the first and the last entry wanted of the list, from 1."""
        summary = "".join("Y" if at == listed else " " for at in range(10))
        fixed = {"language": self.dialect.language, **self._date(now), "summary": summary}
        secrets: Fields = (self._terminal, ("AD", secret.text if secret else ""))
        pages = (("BP", str(span[0])), ("BQ", str(span[1]))) if span else ()
        return make("63", fixed, (*self._whose(card), *secrets, *pages))

    def item(self, barcode: str, now: datetime) -> Message:
        fields = (self._institution, ("AB", barcode), self._terminal)
        return make("17", self._date(now), fields)

    def renew(self, card: CardNumber, barcode: str, now: datetime) -> Message:
        """The due date of a renewal made without the system says nothing here; strict systems
        want a date in it all the same."""
        allowed = "Y" if self.dialect.allows_third_party else "N"
        date = stamp(now, self.timezone)
        fixed = {"third_party": allowed, "no_block": "N", "nb_due_date": date, "date": date}
        fields = (*self._whose(card), ("AB", barcode), self._terminal, ("BO", "N"))
        return make("29", fixed, fields)

    def renew_all(self, card: CardNumber, now: datetime) -> Message:
        return make("65", self._date(now), (*self._whose(card), self._terminal, ("BO", "N")))

    def hold(self, card: CardNumber, barcode: str, pickup: str, now: datetime) -> Message:
        where = self._given("BS", pickup)
        kind = ("BY", self.dialect.hold_type)
        fields = (*where, kind, *self._whose(card), ("AB", barcode), self._terminal, ("BO", "N"))
        return make("15", {"mode": "+", **self._date(now)}, fields)

    def cancel_hold(self, card: CardNumber, barcode: str, now: datetime) -> Message:
        fields = (*self._whose(card), ("AB", barcode), self._terminal)
        return make("15", {"mode": "-", **self._date(now)}, fields)

    def end_session(self, card: CardNumber, now: datetime) -> Message:
        return make("35", self._date(now), (*self._whose(card), self._terminal))

    def _date(self, now: datetime) -> dict[str, str]:
        return {"date": stamp(now, self.timezone)}

    @property
    def _institution(self) -> tuple[str, str]:
        return "AO", self.terminal.institution

    @property
    def _terminal(self) -> tuple[str, str]:
        return "AC", self.terminal.terminal_password

    def _whose(self, card: CardNumber) -> Fields:
        return self._institution, ("AA", card.text)

    def _given(self, id: str, value: str) -> Fields:
        return ((id, value),) if value else ()
