"""One row of a CSV file as a record, by its header row."""

import csv
from collections.abc import Mapping

from chalicelib.catalogue.json_rows import record_from_row
from chalicelib.catalogue.marc import BadRecord
from chalicelib.catalogue.model import Reason, Record
from chalicelib.texts.catalogue import COLUMN_NAMES

_LISTS = {"authors", "translators", "subjects", "isbns", "other_titles"}
_COPY = {"branch", "floor", "shelf", "barcode", "status", "due"}


def read_header(line: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Our name for each column; unknown columns keep theirs and are not used."""
    names = [name.strip().lower() for name in _cells(line.lstrip("\ufeff"))]
    return tuple(columns.get(name) or COLUMN_NAMES.get(name, name) for name in names)


def read_csv_row(text: str, header: tuple[str, ...]) -> Record:
    """Lists are separated by `;` or `|`. Raises BadRecord."""
    cells = _cells(text)
    if len(cells) != len(header):
        raise BadRecord(Reason.BAD_ROW, f"{len(cells)} / {len(header)}")
    row: dict[str, object] = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    for name in _LISTS & row.keys():
        row[name] = _several(str(row[name]))
    if row.get("branch"):
        names = (_COPY | {"call_number"}) & row.keys()
        row["copies"] = [{name: row[name] for name in names}]
    return record_from_row(row)


def _cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error as problem:
        raise BadRecord(Reason.BAD_ROW, str(problem)[:80]) from problem


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("；", ";").replace("|", ";").split(";")]
