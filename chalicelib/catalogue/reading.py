"""An import file as records and problems, from any byte onward."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chalicelib.catalogue.csv_rows import read_csv_row, read_header
from chalicelib.catalogue.encoding import detect_marc, detect_text
from chalicelib.catalogue.field_map import FieldMaps
from chalicelib.catalogue.from_marc import record_from
from chalicelib.catalogue.iso2709 import Decode, read_iso2709
from chalicelib.catalogue.json_rows import read_marc_json, read_row
from chalicelib.catalogue.marc import BadRecord
from chalicelib.catalogue.marcxml import read_marcxml
from chalicelib.catalogue.model import Encoding, Format, Problem, Reason, Record
from chalicelib.catalogue.pieces import Piece, pieces
from chalicelib.errors import BadRequest
from chalicelib.files.ports import Files

WINDOW = 4 * 1024 * 1024
SAMPLE = 2 * 1024 * 1024
LARGEST_FILE = 2 * 1024**3
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Source:
    """A file that was looked at. `header` is only for CSV; `start` is its first record's byte."""

    key: str
    size: int
    format: Format
    encoding: Encoding
    header: tuple[str, ...] = ()
    start: int = 0


@dataclass(frozen=True)
class Read:
    """One record's place in the file, and the record or why there is none."""

    position: int
    offset: int
    next: int
    record: Record | None = None
    problem: Problem | None = None


def look_at(files: Files, key: str, maps: FieldMaps, kind: Format | None = None) -> Source:
    """What the file is. Raises BadRequest for what is no catalogue file, packed or too large."""
    size = files.size(key)
    sample = files.read_range(key, 0, SAMPLE)
    _refuse_unfit(sample, size)
    found = kind or _format(sample)
    is_tape = found is Format.ISO2709
    encoding = detect_marc(sample) if is_tape else _text_encoding(sample, found)
    if found is not Format.CSV:
        return Source(key, size, found, encoding)
    first = next(pieces(sample, 0, Format.CSV, last=len(sample) == size), None)
    if first is None:
        raise BadRequest("no header row")
    header = read_header(first.body.decode(encoding, "replace"), maps.columns)
    if "title" not in header:
        raise BadRequest("no column for the title in the first line, which names the columns")
    return Source(key, size, found, encoding, header, first.next)


def _refuse_unfit(sample: bytes, size: int) -> None:
    if size > LARGEST_FILE:
        raise BadRequest("larger than 2 GB")
    if sample.startswith(_PACKED):
        raise BadRequest("packed files are not read: unpack it first")
    if sample.startswith(_WIDE):
        raise BadRequest("UTF-16 is not read: save as UTF-8")
    if not sample.strip():
        raise BadRequest("the file is empty")
    if b"<!DOCTYPE" in sample[:WINDOW] and sample.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        raise BadRequest("XML with a document type is not read")


def _format(sample: bytes) -> Format:
    start = sample.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\x1e" in sample:
        return Format.ISO2709
    if start.startswith(b"<"):
        return Format.MARCXML
    if start.startswith((b"{", b"[")):
        return Format.MARC_JSON if b'"leader"' in sample[:100_000] else Format.JSONL
    return Format.CSV


def _text_encoding(sample: bytes, kind: Format) -> Encoding:
    if kind is Format.MARCXML:
        declared = sample[:200].lower()
        return Encoding.GB18030 if b'encoding="gb' in declared else Encoding.UTF8
    return detect_text(sample)


Parse = Callable[[bytes], Record]


class Reader:
    """Reads `source` from `files`; `marc8` decodes what is in MARC-8 (loaded only if needed)."""

    def __init__(self, files: Files, maps: FieldMaps, marc8: Decode) -> None:
        self._files = files
        self._maps = maps
        self._marc8 = marc8

    def read(self, source: Source, cursor: int, seen: int, most: int) -> Iterator[Read]:
        """Up to `most` records from byte `cursor` (0: the first one); `seen` came before it."""
        at = max(cursor, source.start)
        window = self._files.read_range(source.key, at, WINDOW)
        last = at + len(window) >= source.size
        parse = self._parser(source)
        found = pieces(window, at, source.format, last=last)
        none = True
        for position, piece in zip(range(seen + 1, seen + most + 1), found, strict=False):
            none = False
            yield _read(position, piece, parse)
        if none and not last:
            raise BadRequest(f"no record ends within 4 MB after byte {at}")

    def _parser(self, source: Source) -> Parse:
        decode = self._decoder(source.encoding)
        match source.format:
            case Format.ISO2709:
                return lambda body: record_from(
                    read_iso2709(body, self._tape_decoder(source, body)), self._maps
                )
            case Format.MARCXML:
                return lambda body: record_from(read_marcxml(decode(body)), self._maps)
            case Format.MARC_JSON:
                return lambda body: record_from(read_marc_json(decode(body)), self._maps)
            case Format.JSONL:
                return lambda body: read_row(decode(body))
            case Format.CSV:
                return lambda body: read_csv_row(decode(body).strip("\r"), source.header)

    def _tape_decoder(self, source: Source, body: bytes) -> Decode:
        """In a file of mixed habits a record that reads as UTF-8 is, unless it has escapes."""
        if source.encoding is not Encoding.MARC or body[9:10] == b"a":
            return self._decoder(source.encoding)
        if b"\x1b" in body:
            return self._marc8
        return self._marc8 if _unreadable(body) else _utf8

    def _decoder(self, encoding: Encoding) -> Decode:
        if encoding is Encoding.GB18030:
            return lambda raw: raw.decode("gb18030")
        return _utf8


def _utf8(raw: bytes) -> str:
    return raw.decode("utf-8-sig")


def _unreadable(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _read(position: int, piece: Piece, parse: Parse) -> Read:
    if not piece.whole:
        return _refused(position, piece, Reason.TRUNCATED, "")
    try:
        record = parse(piece.body)
    except BadRecord as bad:
        reason, *detail = bad.args
        return _refused(position, piece, reason, "".join(map(str, detail)))
    except UnicodeDecodeError as bad:
        return _refused(position, piece, Reason.BAD_CHARACTERS, f"+{bad.start}")
    return Read(position, piece.start, piece.next, record)


def _refused(position: int, piece: Piece, reason: Reason, detail: str) -> Read:
    problem = Problem(position, piece.start, reason, detail)
    return Read(position, piece.start, piece.next, problem=problem)
