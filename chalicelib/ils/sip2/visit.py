"""One call of the port: its time, and the messages it may exchange in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from chalicelib.clock import library_day
from chalicelib.errors import GiveUp, NotFound, TryLater
from chalicelib.ils.deadline import Deadline, within
from chalicelib.ils.model import Call, CardNumber, Patron
from chalicelib.ils.sip2 import answers
from chalicelib.ils.sip2.client import Client
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.messages import Garbled, Message
from chalicelib.ils.sip2.requests import ListKind, Requests

_ENOUGH_S = 0.2
"""Less is not begun with: what is already known must still reach the reader."""


@dataclass(frozen=True)
class Branches:
    """The system's codes of places -> the library's branch ids, as settings map them."""

    by_code: Mapping[str, str] = field(default_factory=dict)

    def named(self, code: str) -> str:
        return self.by_code.get(code, code)

    def code_of(self, branch: str) -> str:
        return next((code for code, id in self.by_code.items() if id == branch), branch)


@dataclass(frozen=True)
class Visit:
    client: Client
    requests: Requests
    branches: Branches
    now: datetime
    deadline: Deadline

    @property
    def dialect(self) -> Dialect:
        return self.requests.dialect

    @property
    def timezone(self) -> str:
        return self.requests.timezone

    @property
    def has_time(self) -> bool:
        return self.deadline.left_s() > _ENOUGH_S

    @cached_property
    def abilities(self) -> answers.Abilities:
        return self.client.abilities(self.now, self.deadline)

    def takes(self, code: str) -> bool:
        return self.abilities.takes(code, self.dialect)

    def ask(self, request: Message) -> Message:
        return self.client.ask(request, self.now, self.deadline)

    def ask_about(self, card: CardNumber, request: Message) -> Message:
        """Never another reader's account: an answer that names another card is none."""
        answer = self.ask(request)
        named = answer.first("AA").casefold()
        if self.dialect.echoes_card and named not in ("", card.text.casefold()):
            raise Garbled("SIP2: an answer about another card")
        return answer

    def account(
        self,
        card: CardNumber,
        listed: ListKind | None = None,
        span: tuple[int, int] | None = None,
    ) -> Message:
        """Message 64. Raises NotFound for a card the system does not know."""
        if not self.takes("63"):
            raise GiveUp("SIP2: this system tells nothing of accounts")
        request = self.requests.patron(card, self.now, listed=listed, span=span)
        answer = self.ask_about(card, request)
        if answers.is_unknown_card(answer):
            raise NotFound("SIP2: no such card")
        return answer

    def patron_of(self, answer: Message, card: CardNumber) -> Patron:
        today = library_day(self.now, self.timezone)
        return answers.patron(answer, card, self.dialect, today)

    def item(self, barcode: str) -> Message | None:
        """Message 18; None where the system has none, or takes no such question."""
        if not self.takes("17"):
            return None
        answer = self.ask(self.requests.item(barcode, self.now))
        says_something = answer.first("AJ") or answer.first("AH")
        return answer if says_something else None

    def item_if_in_time(self, barcode: str) -> Message | None:
        """Details are welcome, never worth failing for."""
        try:
            return self.item(barcode) if self.has_time else None
        except TryLater:
            return None


def visit(client: Client, requests: Requests, branches: Branches, call: Call) -> Visit:
    return Visit(client, requests, branches, call.now, within(call.patience_s))
