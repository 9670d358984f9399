"""A searchRetrieveResponse of SRU 1.1 or 1.2. Declarations are refused, so no entity can grow."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from chalicelib.catalogue.marc import BadRecord, Marc
from chalicelib.catalogue.marcxml import read_marcxml
from chalicelib.ils.sru.model import Diagnostic, Results

_NUMBER = re.compile(r"info:srw/diagnostic/1/(\d{1,4})")
_DEEPEST = 40
MOST_RECORDS = 100


class BadAnswer(Exception):
    """This is no answer of an SRU server."""


def read_answer(body: bytes) -> Results | Diagnostic:
    """Raises BadAnswer."""
    try:
        raw = body.decode("utf-8-sig").encode("utf-8")
    except UnicodeDecodeError:
        raise BadAnswer("not UTF-8") from None
    walk = _Walk(raw)
    walk.through()
    if walk.diagnostics and not walk.records:
        return Diagnostic(_numbered(walk.diagnostics[0]))
    if not walk.total.strip().isdecimal():
        raise BadAnswer("no number of records")
    read = list(_read(walk.records))
    return Results(int(walk.total), tuple(read), len(walk.records) - len(read))


def _numbered(uri: str) -> int:
    found = _NUMBER.search(uri)
    return int(found[1]) if found else 0


def _read(records: list[str]) -> Iterator[Marc]:
    for text in records:
        try:
            yield read_marcxml(text)
        except BadRecord:
            continue


class _Walk:
    """Finds the records as they stand in the answer, and the few facts beside them."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._parser = expat.ParserCreate("utf-8")
        self._path: list[str] = []
        self._text: list[str] = []
        self._from = -1
        self.total = ""
        self.records: list[str] = []
        self.diagnostics: list[str] = []

    def through(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse
        try:
            self._parser.Parse(self._raw, True)
        except expat.ExpatError as problem:
            raise BadAnswer(expat.ErrorString(problem.code)) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if len(self._path) > _DEEPEST:
            raise BadAnswer("nested too deep")
        if self._from < 0 and local == "record" and self._path[-1:] == ["recordData"]:
            self._from = self._parser.CurrentByteIndex
        self._path.append(local)
        self._text.clear()

    def _end(self, name: str) -> None:
        path, text = self._path, "".join(self._text)
        self._text.clear()
        match path[-2:]:
            case ["recordData", "record"]:
                self._keep(self._cut())
            case [_, "recordData"] if text.strip().startswith("<"):
                self._keep(text.strip())
            case [_, "numberOfRecords"]:
                self.total = text
            case ["diagnostic", "uri"]:
                self.diagnostics.append(text)
        path.pop()

    def _cut(self) -> str:
        """The record's own bytes: an end tag's place is where it begins."""
        end = self._raw.index(b">", self._parser.CurrentByteIndex) + 1
        start, self._from = self._from, -1
        return self._raw[start:end].decode("utf-8")

    def _keep(self, record: str) -> None:
        if len(self.records) < MOST_RECORDS:
            self.records.append(record)


def _refuse(*_: object) -> None:
    raise BadAnswer("a declaration in an answer")
