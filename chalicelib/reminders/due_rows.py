"""The nightly due-date file: a CSV of who has what until when, read line by line. Pure.

UTF-8 or GBK, also packed with gzip. Columns by name, in any order: card, item, title, due; and for
what waits on the hold shelf hold_until (and pickup) in place of due. `recalled` is 1 or empty.
"""

import codecs
import csv
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from chalicelib.errors import BadRequest
from chalicelib.ils.model import Account, CardNumber, Due, Hold, HoldState, Loan, Patron
from chalicelib.texts import reminders as texts

MOST_BYTES: Final = 64 * 1024 * 1024
"""Unpacked: some 700,000 lines."""
MOST_PROBLEMS: Final = 20
BAD_SHARE: Final = 20
"""More than one bad line in so many: the columns are not what they seem."""
MOST_TITLE: Final = 80
FIRST_YEAR: Final = 2000
_GZIP: Final = b"\x1f\x8b"
_BROKE_OFF: Final = "unexpected end of data"
_NEEDED: Final = ("card", "title")
_ONE_OF: Final = ("due", "hold_until")


@dataclass(frozen=True)
class DueRow:
    """One loan (`due`), or one title that waits for its reader (`hold_until`)."""

    item: str
    title: str
    due: date | None = None
    hold_until: date | None = None
    pickup: str = ""
    recalled: bool = False


@dataclass
class DueList:
    """By card, as the file writes it. `problems` are sentences for staff, the first ones."""

    by_card: dict[str, list[DueRow]] = field(default_factory=dict)
    rows: int = 0
    bad: int = 0
    problems: list[str] = field(default_factory=list)


def read_due_file(content: bytes) -> DueList:
    """Bad lines are left out and told, as long as they are few. Raises BadRequest."""
    table = csv.reader(_text(content).splitlines())
    read = DueList()
    try:
        header = _header(next(table, []))
        for line, cells in enumerate(table, 2):
            if any(cell.strip() for cell in cells):
                _take(read, line, dict(zip(header, (one.strip() for one in cells), strict=False)))
    except csv.Error:
        raise BadRequest(texts.FILE_NOT_TEXT) from None
    if not read.rows and not read.bad:
        raise BadRequest(texts.FILE_EMPTY)
    if read.bad * BAD_SHARE > read.rows + read.bad:
        raise BadRequest("\n".join([texts.FILE_TOO_BAD.format(bad=read.bad), *read.problems]))
    return read


def account_of(card: CardNumber, rows: Sequence[DueRow]) -> Account:
    """What the file says of one card; a card it does not name has nothing."""
    loans = tuple(
        Loan(row.item or row.title, row.item, row.title, Due(row.due), recalled=row.recalled)
        for row in rows
        if row.due
    )
    holds = tuple(
        Hold(
            row.item or row.title,
            row.title,
            HoldState.READY,
            item=row.item,
            pickup=row.pickup,
            ready_until=Due(row.hold_until),
        )
        for row in rows
        if row.hold_until
    )
    return Account(Patron(card), loans, holds)


def card_key(number: str) -> str:
    """The same for a card however it is typed: capitals, no hyphens."""
    return number.upper().replace("-", "")


def _text(content: bytes) -> str:
    """UTF-8, else GB18030. What is UTF-8 but for its last letter is no GB18030: it broke off, and
    read so every title would be rubbish."""
    plain = _unpacked(content) if content.startswith(_GZIP) else content
    try:
        return _checked(plain.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        if (problem.start and problem.reason == _BROKE_OFF) or plain.startswith(codecs.BOM_UTF8):
            raise BadRequest(texts.FILE_BROKE_OFF) from None
    try:
        return _checked(plain.decode("gb18030"))
    except UnicodeDecodeError:
        raise BadRequest(texts.FILE_NOT_TEXT) from None


def _checked(text: str) -> str:
    if "\x00" in text:
        raise BadRequest(texts.FILE_NOT_TEXT)
    return text.removeprefix("\ufeff")


def _unpacked(content: bytes) -> bytes:
    """Of one part or several, as some programs pack."""
    plain, rest = b"", content
    while rest:
        unpacking = zlib.decompressobj(wbits=31)
        try:
            plain += unpacking.decompress(rest, MOST_BYTES - len(plain) + 1)
        except zlib.error:
            raise BadRequest(texts.FILE_NOT_TEXT) from None
        if len(plain) > MOST_BYTES:
            raise BadRequest(texts.FILE_TOO_LONG.format(megabytes=MOST_BYTES // 1024 // 1024))
        if not unpacking.eof:
            raise BadRequest(texts.FILE_BROKE_OFF)
        rest = unpacking.unused_data.lstrip(b"\x00")
    return plain


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    names = [cell.strip().lower() for cell in cells]
    read = tuple(texts.FILE_NAMES.get(name, name) for name in names)
    has_all = all(name in read for name in _NEEDED) and any(name in read for name in _ONE_OF)
    if not has_all:
        raise BadRequest(texts.FILE_COLUMNS.format(columns=texts.FILE_HEADER))
    return read


def _take(read: DueList, line: int, cells: Mapping[str, str]) -> None:
    wrong = list(_wrong(cells))
    if wrong:
        read.bad += 1
        if len(read.problems) < MOST_PROBLEMS:
            read.problems.append(texts.FILE_BAD_LINE.format(line=line, what=wrong[0]))
        return
    row = DueRow(
        cells.get("item", "")[:MOST_TITLE],
        " ".join(cells["title"].split())[:MOST_TITLE],
        _day(cells.get("due", "")),
        _day(cells.get("hold_until", "")),
        cells.get("pickup", "")[:MOST_TITLE],
        bool(cells.get("recalled")) and cells["recalled"] not in texts.FILE_NO,
    )
    held = read.by_card.setdefault(card_key(_number(cells["card"])), [])
    if row not in held:
        held.append(row)
    read.rows += 1


def _wrong(cells: Mapping[str, str]) -> Iterator[str]:
    card, title = cells.get("card", ""), cells.get("title", "")
    if not _number(card):
        yield texts.FILE_BAD_CARD.format(value=card[:40])
    if not title:
        yield texts.FILE_NO_TITLE
    days = [cells.get(name, "") for name in _ONE_OF]
    yield from (texts.FILE_BAD_DAY.format(value=one[:20]) for one in days if one and not _day(one))
    if sum(map(bool, days)) != 1:
        yield texts.FILE_ONE_DAY


def _number(typed: str) -> str:
    """'' for what is no card number."""
    try:
        return CardNumber.read(typed).text
    except BadRequest:
        return ""


def _day(written: str) -> date | None:
    """2026-12-01, 2026/12/1, 20261201, with or without a time after it. Before 2000 is what
    systems write for no day at all."""
    found = texts.FILE_DAY.match(written) or texts.FILE_DAY_PACKED.match(written)
    if not found:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None
