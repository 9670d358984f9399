"""Records in JSON: MARC-in-JSON, and our own rows, one a line."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from chalicelib.catalogue.from_marc import made_id
from chalicelib.catalogue.marc import BadRecord, Field, Marc
from chalicelib.catalogue.model import Copy, Reason, Record, Shelf
from chalicelib.folding.isbn import book_number

_LISTS = ("other_titles", "authors", "translators", "subjects")
_WORDS = (
    "subtitle", "publisher", "clc", "language", "summary", "series", "volume", "call_number",
)  # fmt: skip
_RECORD_WORDS = tuple(f.name for f in fields(Record) if f.name != "copies")
_COPY_WORDS = tuple(f.name for f in fields(Copy) if f.name not in {"status", "due"})


def read_marc_json(text: str) -> Marc:
    """Raises BadRecord."""
    tree = _object(text)
    try:
        pairs = [pair for entry in tree["fields"] for pair in entry.items()]
        return Marc(str(tree.get("leader", "")), tuple(_field(tag, v) for tag, v in pairs))
    except (KeyError, TypeError, AttributeError) as problem:
        raise BadRecord(Reason.BAD_JSON, "no MARC fields") from problem


def _field(tag: str, value: Any) -> Field:
    if isinstance(value, str):
        return Field(tag, value=value)
    pairs = tuple((c, str(v).strip()) for one in value["subfields"] for c, v in one.items())
    return Field(tag, "", f"{value.get('ind1', ' ')}{value.get('ind2', ' ')}", pairs)


def read_row(text: str) -> Record:
    """One line of JSONL. Raises BadRecord."""
    return record_from_row(_object(text))


def _object(text: str) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadRecord(Reason.BAD_JSON, str(problem)[:80]) from problem
    if not isinstance(tree, dict):
        raise BadRecord(Reason.BAD_JSON, "not an object")
    return tree


def record_from_row(row: Mapping[str, Any]) -> Record:
    """Names are those of `Record`; `isbn` may stand for one of `isbns`. Raises BadRecord."""
    title = _word(row, "title")
    if not title:
        raise BadRecord(Reason.NO_TITLE)
    given = (*_list(row, "isbns"), *_list(row, "isbn"))
    numbers = tuple(dict.fromkeys(filter(None, map(book_number, given))))
    words: dict[str, Any] = {name: _word(row, name) for name in _WORDS}
    lists: dict[str, Any] = {name: _list(row, name) for name in _LISTS}
    return Record(
        id=_word(row, "id")[:200] or _made_id(row, numbers, title),
        title=title,
        year=_year(row.get("year")),
        isbns=numbers,
        copies=tuple(_copy(one) for one in row.get("copies") or ()),
        **words,
        **lists,
    )


def _made_id(row: Mapping[str, Any], numbers: tuple[str, ...], title: str) -> str:
    edition = (*_list(row, "authors"), _word(row, "publisher"), _word(row, "year"))
    return made_id(numbers, title, _word(row, "volume"), edition)


def _word(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else " ".join(str(value).split())[:1000]


def _list(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    listed = value if isinstance(value, list) else [value] if value else []
    return tuple(" ".join(str(one).split())[:1000] for one in listed if one)


def _year(value: Any) -> int:
    digits = str(value or "")[:4]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _copy(given: Any) -> Copy:
    try:
        due = date.fromisoformat(given["due"]) if given.get("due") else None
        words: dict[str, Any] = {name: _word(given, name) for name in _COPY_WORDS}
        return Copy(status=Shelf(given.get("status") or Shelf.HERE), due=due, **words)
    except (ValueError, TypeError, AttributeError) as problem:
        raise BadRecord(Reason.BAD_COPY, str(problem)[:80]) from problem


def row_from(record: Record) -> dict[str, Any]:
    """The row that `record_from_row` reads back; empty values are left out."""
    row = {name: getattr(record, name) for name in _RECORD_WORDS}
    row["copies"] = [_copy_row(copy) for copy in record.copies]
    return {name: value for name, value in row.items() if value}


def _copy_row(copy: Copy) -> dict[str, str]:
    words = {name: getattr(copy, name) for name in _COPY_WORDS}
    words |= {"status": str(copy.status), "due": copy.due.isoformat() if copy.due else ""}
    return {name: value for name, value in words.items() if value}
