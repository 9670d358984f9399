"""What a library system's messages say, in the port's values. Rubbish in a field is left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from chalicelib.catalogue.model import Shelf
from chalicelib.ils.model import CardNumber, CardState, Due, Money, Patron
from chalicelib.ils.sip2.dates import read_due
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.messages import Message

_BX = (
    "23",
    "11",
    "09",
    "01",
    "99",
    "97",
    "93",
    "63",
    "35",
    "37",
    "17",
    "19",
    "25",
    "15",
    "29",
    "65",
)
"""The request that each place of the supported-messages field stands for."""
_REFERENCE = re.compile(r"[A-Za-z]+\(0x[0-9a-f]+\)|None|null|undefined|\[object Object\]")
"""What programs print instead of a value; seen on the line."""
_AMOUNT = re.compile(r"-?\d+(?:[.,]\d{1,2})?(?!\d)")
_BY_COMMA = re.compile(r"(?P<whole>-?\d{1,3}(?:,\d{3})+)(?:\.(?P<part>\d{1,2}))?(?![\d,])")
_BY_POINT = re.compile(r"(?P<whole>-?\d{1,3}(?:\.\d{3})+),(?P<part>\d{1,2})(?!\d)")
_DENIED = slice(0, 4)
"""Places of the patron status: charge, renewal, recall and hold privileges denied."""
_CARD_LOST = 4
_SHELVES = {
    "03": Shelf.HERE,
    "09": Shelf.HERE,
    "04": Shelf.ON_LOAN,
    "05": Shelf.ON_LOAN,
    "07": Shelf.ON_LOAN,
    "08": Shelf.RESERVED,
}
"""Circulation status of message 18; all others are away."""
RECALLED, ON_HOLD_SHELF, IN_TRANSIT = "07", "08", "10"


@dataclass(frozen=True)
class Abilities:
    """Requests the system takes. `online` False: it says itself that it is down."""

    online: bool = True
    known: frozenset[str] | None = None

    def takes(self, code: str, dialect: Dialect) -> bool:
        """Where the system tells nothing, every message is tried."""
        if code in dialect.unsupported:
            return False
        return self.known is None or code in self.known or code in dialect.supported


def abilities(status: Message) -> Abilities:
    mask = status.first("BX")
    known = frozenset(code for code, flag in zip(_BX, mask, strict=False) if flag == "Y")
    return Abilities(status.fixed["online"] != "N", known if mask else None)


def confirms(answer: Message) -> bool:
    """Card and secret both right; what is not said is a no."""
    return answer.first("BL") == "Y" and answer.first("CQ") == "Y"


def is_unknown_card(answer: Message) -> bool:
    return answer.first("BL") == "N" and not answer.first("AE")


def patron(answer: Message, card: CardNumber, dialect: Dialect, today: date) -> Patron:
    expires = read_due(answer.first("PA"), "UTC", dialect.due_formats)
    return Patron(
        card=card,
        name=answer.first("AE"),
        kind=answer.first("PC"),
        state=_state(answer, expires, today),
        expires=expires.day if expires else None,
        loans=answer.count("charged_count"),
        overdue=answer.count("overdue_count"),
        holds=_sum(answer.count("hold_count"), answer.count("unavailable_count")),
        owed=money(answer, dialect),
    )


def _state(answer: Message, expires: Due | None, today: date) -> CardState:
    status = answer.fixed.get("patron_status", "")
    if expires is not None and expires.day < today:
        return CardState.EXPIRED
    is_lost = status[_CARD_LOST : _CARD_LOST + 1] == "Y"
    if is_lost or status[_DENIED] == "YYYY" or answer.first("BL") == "N":
        return CardState.BLOCKED
    return CardState.ACTIVE


def _sum(*counts: int | None) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def money(answer: Message, dialect: Dialect) -> Money | None:
    """The fee amount, whatever sign and separators stand in it."""
    found = _AMOUNT.search(_ungrouped(answer.first("BV")).replace(",", "."))
    if found is None:
        return None
    try:
        cents = int(Decimal(found[0]) * 100)
    except InvalidOperation:
        return None
    return Money(cents, answer.first("BH") or dialect.currency)


def _ungrouped(amount: str) -> str:
    """Without what parts the thousands: 1,234.50 and 1.234,50."""
    fits = _BY_COMMA.search(amount) or _BY_POINT.search(amount)
    if fits is None:
        return amount
    return fits["whole"].replace(",", "").replace(".", "") + "." + (fits["part"] or "0")


@dataclass(frozen=True)
class Entry:
    """One entry of a list of message 64: an item's barcode, some systems add title and due."""

    id: str
    title: str = ""
    due: str = ""


def entries(values: Iterable[str], dialect: Dialect) -> tuple[Entry, ...]:
    """Those that can be read; each once."""
    found = [_entry(value, dialect) for value in values]
    return tuple({one.id: one for one in found if one is not None}.values())


def _entry(value: str, dialect: Dialect) -> Entry | None:
    fits = dialect.entry.fullmatch(value)
    if fits is None or _REFERENCE.fullmatch(value):
        return None
    said = {name: (text or "").strip() for name, text in fits.groupdict().items()}
    return Entry(said["id"], said.get("title", ""), said.get("due", ""))


def shelf(item: Message) -> Shelf:
    return _SHELVES.get(item.fixed["circulation_status"], Shelf.AWAY)


def due(answer: Message, dialect: Dialect, timezone: str) -> Due | None:
    return read_due(answer.first("AH"), timezone, dialect.due_formats)


def words(answer: Message) -> str:
    """What the system would show on its own screen."""
    return "; ".join(answer.every("AF"))
