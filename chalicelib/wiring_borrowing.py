"""Loans and holds in the chat: loaded with the first message about them."""

from collections.abc import Callable, Sequence

from chalicelib.catalogue.service import Search
from chalicelib.catalogue.store import CatalogueStore
from chalicelib.circulation.chat import CirculationChat
from chalicelib.circulation.service import Borrowing
from chalicelib.dialogue import Chat
from chalicelib.errors import Misconfigured, NotFound
from chalicelib.ils.model import Wanted
from chalicelib.wiring import Services

MOST_PLACES = 12


def chat(services: Services, catalogue: Callable[[], Chat]) -> CirculationChat:
    def places() -> Sequence[tuple[str, str]]:
        branches = services.knowledge.current.snapshot().library.branches
        return [(one.id, one.called) for one in branches[:MOST_PLACES]]

    return CirculationChat(places, catalogue, _Titles().called, services.timezone)


def job(services: Services, branch_name: Callable[[str], str]) -> Borrowing:
    system = services.circulation
    if system is None:
        raise Misconfigured("no library system is set up")
    wallet, timezone = services.cards, services.timezone
    return Borrowing(wallet, system, _Titles(), branch_name, timezone, services.clock)


class _Titles:
    """The catalogue's titles as a library system may know them."""

    def __init__(self) -> None:
        self._search = Search(CatalogueStore())

    def wanted(self, number: int) -> Wanted:
        record = self._search.title(number)
        barcodes = tuple(copy.barcode for copy in record.copies if copy.barcode)
        return Wanted(record.id, record.title, barcodes)

    def called(self, number: str) -> str:
        try:
            return self._search.title(int(number)).title
        except NotFound:
            return ""
