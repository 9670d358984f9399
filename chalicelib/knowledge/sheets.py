"""Entries as an .xlsx sheet, one row each (loaded on demand)"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.entry_codec import MAX_ENTRIES, entries_from
from chalicelib.library.fields import Unreadable
from chalicelib.texts import knowledge_staff as texts
from chalicelib.texts.words import Language

REQUIRED = ("id", "category", "question", "answer")
MAX_BYTES = 4_000_000
MAX_UNPACKED_BYTES = 24_000_000
"""A sheet of 1,000 entries unpacks to some 2 MB; a file made to burst unpacks to far more."""
MAX_ELEMENTS = 300_000
"""Of XML, in all parts of the file: 1,000 entries have some 40,000."""
_WIDE = ("question", "similar", "answer", "answer_hant", "answer_en")
_BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, expat.ExpatError, zlib.error, SyntaxError),
    *(KeyError, ValueError, TypeError, AttributeError, OSError, IndexError, NotImplementedError),
)
"""What openpyxl and the readers below it raise for files that are not as they should be."""
_KEYWORDS = re.compile(f"[{texts.BETWEEN_KEYWORDS}\n]+")


def to_sheet(entries: Sequence[Entry]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = texts.SHEET_TITLE
    sheet.append(list(texts.FIELDS.values()))
    for entry in entries:
        sheet.append([_guarded(value) for value in _cells(entry)])
    _dress(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(entry: Entry) -> list[str]:
    return [
        entry.id,
        entry.category,
        entry.question,
        "\n".join(entry.similar),
        texts.BETWEEN_KEYWORDS[0].join(entry.keywords),
        entry.answer,
        entry.translations.get(Language.TRADITIONAL, ""),
        entry.translations.get(Language.ENGLISH, ""),
        entry.questions.get(Language.TRADITIONAL, ""),
        entry.questions.get(Language.ENGLISH, ""),
        entry.valid_from.isoformat() if entry.valid_from else "",
        entry.valid_to.isoformat() if entry.valid_to else "",
        entry.owner,
    ]


def _guarded(value: str) -> str:
    """A text that a spreadsheet would run as a formula is marked as text."""
    return f"'{value}" if value[:1] in "=+-@" and value else value


def _dress(sheet: Any) -> None:
    for number, name in enumerate(texts.FIELDS, 1):
        sheet.cell(1, number).font = Font(bold=True)
        column = sheet.cell(1, number).column_letter
        sheet.column_dimensions[column].width = 45 if name in _WIDE else 16
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"


def from_sheet(body: bytes) -> Sequence[Entry]:
    """Raises Unreadable, naming each wrong row."""
    rows = _rows(body)
    header = [str(cell or "").strip() for cell in next(rows, ())]
    missing = [texts.FIELDS[n] for n in REQUIRED if texts.FIELDS[n] not in header]
    if missing:
        raise Unreadable([texts.SHEET_COLUMN_MISSING.format(column=name) for name in missing])
    names = {label: name for name, label in texts.FIELDS.items()}
    columns = [names.get(label, "") for label in header]
    filled = ((number, row) for number, row in enumerate(rows, 2) if any(row))
    held = [(number, _plain(columns, row)) for number, row in filled]
    return entries_from(iter(held), texts.SHEET_ROW, texts.SHEET_ROW_NAMED)


def _rows(body: bytes) -> Iterator[tuple[Any, ...]]:
    _check_size(body)
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ENTRIES + 2))
    except _BROKEN:
        raise Unreadable([texts.SHEET_UNREADABLE]) from None
    if len(rows) > MAX_ENTRIES + 1:
        raise Unreadable([texts.SHEET_TOO_LONG.format(limit=MAX_ENTRIES)])
    return iter(rows)


def _check_size(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            is_small = len(body) <= MAX_BYTES and unpacked <= MAX_UNPACKED_BYTES
            fits = is_small and _elements(packed) <= MAX_ELEMENTS
    except _BROKEN:
        raise Unreadable([texts.SHEET_UNREADABLE]) from None
    if not fits:
        raise Unreadable([texts.SHEET_TOO_LONG.format(limit=MAX_ENTRIES)])


def _elements(packed: zipfile.ZipFile) -> int:
    """How many there are, counted to a little over the limit. Raises Unreadable for a document
    type, which no sheet has and every XML bomb needs. A part's name tells nothing of what it is."""
    count = _Count()
    for name in packed.namelist():
        count.read(packed.read(name))
        if count.elements > MAX_ELEMENTS:
            break
    return count.elements


class _Count:
    def __init__(self) -> None:
        self.elements = 0

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(part, True)
        except (_Enough, expat.ExpatError):
            return

    def _start(self, *_: object) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _Enough

    def _refuse(self, *_: object) -> None:
        raise Unreadable([texts.SHEET_UNREADABLE])


class _Enough(Exception):
    """More elements than any sheet of ours holds."""


def _plain(columns: Sequence[str], row: Iterable[Any]) -> dict[str, Any]:
    """A row as an entry's plain values; empty cells are left out."""
    cells = zip(columns, row, strict=False)
    held = {name: _cell(value) for name, value in cells if name and value not in (None, "")}
    by_language = (("translations", "answer"), ("questions", "question"))
    for name, column in by_language:
        held[name] = {
            language.value: held.pop(f"{column}_{suffix}", "")
            for language, suffix in ((Language.TRADITIONAL, "hant"), (Language.ENGLISH, "en"))
        }
    held["similar"] = [line for line in str(held.get("similar", "")).splitlines() if line.strip()]
    held["keywords"] = [word for word in _KEYWORDS.split(str(held.get("keywords", ""))) if word]
    return held


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value
    text = str(value).strip()
    guarded = text[:1] == "'" and text[1:2] in ("=", "+", "-", "@")
    return text[1:] if guarded else text
