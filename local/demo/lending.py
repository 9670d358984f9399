"""The demo library lends: every demo book can be borrowed, and three cards have a little history.

The cards' PINs are made by chance at the first start and kept beside the first staff password.
"""

import json
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from chalicelib.catalogue.json_rows import read_row
from chalicelib.catalogue.model import Record
from chalicelib.errors import Conflict, NotFound
from chalicelib.ils.model import Call, CardNumber, Wanted
from chalicelib.wiring import Services
from chalicelib.wiring_circulation import EMBEDDED
from local.demo.holdings import with_copies
from local.identity import write_private

BOOKS = Path(__file__).parent / "books.zh.jsonl"
CARDS = (
    ("LJ100001", "演示读者甲", "adult"),
    ("LJ100002", "演示读者乙", "senior"),
    ("LJ100003", "演示小读者", "child"),
)
LOANS = (
    ("LJ100001", 0, 25),
    ("LJ100001", 1, 12),
    ("LJ100001", 2, 3),
    ("LJ100002", 4, 2),
    ("LJ100002", 3, 63),
)
"""Card, which book of the file, how many days ago: due soon, later, renewable, overdue."""


def seed_lending(services: Services, home: Path) -> dict[str, str]:
    """Card to PIN, where this box keeps cards; made at the first start."""
    if services.settings.circulation != EMBEDDED:
        return {}
    file = home / "demo-cards.json"
    if not file.exists():
        write_private(file, _made(services))
    held: dict[str, str] = json.loads(file.read_text("utf-8"))
    return held


def _made(services: Services) -> dict[str, str]:
    if _lends_already(services):
        return {number: _pin(services, number, name, kind) for number, name, kind in CARDS}
    print("Putting the demo books on the shelves ...", file=sys.stderr, flush=True)
    now = services.clock()
    lines = with_copies(BOOKS.read_text("utf-8").splitlines(), now.date())
    records = [read_row(line) for line in lines]
    for record in records:
        services.embedded.copies.adopt(record)
    pins = {number: _pin(services, number, name, kind) for number, name, kind in CARDS}
    _lend(services, records)
    return pins


def _lends_already(services: Services) -> bool:
    """After a restore: loans stay as they were; only the PINs, which no backup shows, are new."""
    try:
        services.embedded.cards.sheet(CardNumber(CARDS[-1][0]), services.clock())
    except NotFound:
        return False
    return True


def _pin(services: Services, number: str, name: str, kind: str) -> str:
    """An earlier start may have broken off after this card: it gets a new PIN."""
    cards, now = services.embedded.cards, services.clock()
    try:
        return cards.register(CardNumber(number), name, kind, now).pin
    except Conflict:
        return cards.new_pin(number, now).pin


def _lend(services: Services, records: list[Record]) -> None:
    now, held = services.clock(), services.embedded
    lendable = [record for record in records if _barcodes(record)]
    for card, book, days_ago in LOANS:
        barcode = _barcodes(lendable[book])[0]
        held.desk.lend(card, barcode, now - timedelta(days=days_ago))
    _hold(services, "LJ100001", lendable[3])
    _hold(services, "LJ100003", lendable[5])


def _hold(services: Services, card: str, record: Record) -> None:
    """Of a copy on the shelf there is something to fetch; the other one waits for its turn."""
    system = services.circulation
    assert system is not None
    call = Call(services.clock(), 10.0)
    wanted = Wanted(record.id, record.title, tuple(_barcodes(record)))
    system.place_hold(CardNumber(card), wanted, "", f"demo-{record.id}", call)


def _barcodes(record: Record) -> list[str]:
    return [copy.barcode for copy in record.copies if copy.status != "read_here"]


def told(pins: dict[str, str]) -> Iterable[str]:
    """For the terminal."""
    names = {number: name for number, name, _ in CARDS}
    return (f"{number} {names.get(number, '')}: PIN {pin}" for number, pin in pins.items())
