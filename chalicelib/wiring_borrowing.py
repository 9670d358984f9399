"""Loans and holds in the chat: loaded with the first message about them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib import wiring_catalogue
from chalicelib.circulation.chat import CirculationChat
from chalicelib.circulation.intent_store import IntentStore
from chalicelib.circulation.line_service import Line
from chalicelib.circulation.service import Borrowing
from chalicelib.dialogue import Chat
from chalicelib.errors import Misconfigured, NotFound
from chalicelib.feedback.model import CaseKind
from chalicelib.ils.model import Wanted
from chalicelib.texts.words import Language
from chalicelib.wiring import Services, make_id
from chalicelib.wiring_circulation import EMBEDDED

MOST_PLACES = 12


def chat(services: Services, catalogue: Callable[[], Chat]) -> CirculationChat:
    def places() -> Sequence[tuple[str, str]]:
        branches = services.knowledge.current.snapshot().library.branches
        return [(one.id, one.called) for one in branches[:MOST_PLACES]]

    return CirculationChat(places, catalogue, _Titles(services).called, services.timezone)


def job(services: Services, branch_name: Callable[[str], str]) -> Borrowing:
    system = services.circulation
    if system is None:
        raise Misconfigured("no library system is set up")
    wallet, timezone = services.cards, services.timezone
    titles, clock = _Titles(services), services.clock
    others = services.settings.circulation != EMBEDDED
    return Borrowing(wallet, system, titles, branch_name, timezone, clock, only_active=others)


def line(services: Services) -> Line:
    def hand(reader: str, origin: str, text: str, language: Language, now: datetime) -> str:
        opened = services.feedback.open(CaseKind.QUESTION, reader, origin, text, language, now)
        return opened.number

    def is_owed(day: str, key: str) -> bool:
        return services.ledger.owed_one(day, key) is not None

    return Line(
        IntentStore(services.wire),
        job(services, services.branch_name),
        hand,
        _Titles(services).called,
        is_owed,
        make_id,
        services.timezone,
        services.clock,
    )


def titles(services: Services) -> "_Titles":
    return _Titles(services)


class _Titles:
    """The catalogue's titles as a library system may know them."""

    def __init__(self, services: Services) -> None:
        self._search = wiring_catalogue.search(services.settings)

    def wanted(self, number: int) -> Wanted:
        record = self._search.title(number)
        barcodes = tuple(copy.barcode for copy in record.copies if copy.barcode)
        return Wanted(record.id, record.title, barcodes)

    def called(self, number: str) -> str:
        try:
            return self._search.title(int(number)).title
        except NotFound:
            return ""
