"""A MARC record, by a field map, as a record of ours."""

import hashlib
import re
from collections.abc import Iterator

from chalicelib.catalogue.field_map import CopyMap, FieldMap, FieldMaps
from chalicelib.catalogue.marc import BadRecord, Field, Marc
from chalicelib.catalogue.model import Copy, Reason, Record
from chalicelib.folding.isbn import book_number

_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_PUNCTUATION = re.compile(r"[\s/:;,=]+$")
_LINKED = re.compile(r"^(\d{3})-")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LONGEST = 1000
_MOST_COPIES = 300


def record_from(marc: Marc, maps: FieldMaps) -> Record:
    """Raises BadRecord where there is no title."""
    fields = _Fields(marc, maps.cnmarc if marc.is_cnmarc else maps.marc21)
    title = fields.first("title")
    if not title:
        raise BadRecord(Reason.NO_TITLE)
    numbers = tuple(dict.fromkeys(filter(None, map(book_number, fields.all("isbns")))))
    call_number = fields.first("call_number")
    return Record(
        id=_stable_id(marc, fields, numbers, title),
        title=title,
        subtitle=fields.first("subtitle"),
        other_titles=tuple(t for t in fields.all("other_titles") if t != title),
        authors=fields.all("authors"),
        translators=fields.all("translators"),
        publisher=fields.first("publisher"),
        year=_year(fields.all("year"), marc),
        isbns=numbers,
        clc=fields.first("clc"),
        subjects=fields.all("subjects"),
        language=fields.first("language") or _language(marc),
        summary=fields.first("summary"),
        series=fields.first("series"),
        volume=" ".join(fields.all("volume")),
        call_number=call_number,
        copies=tuple(_copies(marc, fields.map.copies, call_number))[:_MOST_COPIES],
    )


class _Fields:
    """Values by the map. A linked 880 in Chinese script stands before its romanised field."""

    def __init__(self, marc: Marc, field_map: FieldMap) -> None:
        self.map = field_map
        self._by_tag: dict[str, list[Field]] = {}
        for field in sorted(marc.fields, key=_romanised):
            self._by_tag.setdefault(_tag(field), []).append(field)

    def all(self, name: str) -> tuple[str, ...]:
        sources: tuple[str, ...] = getattr(self.map, name)
        values = (clean(v)[:_LONGEST] for source in sources for v in self._values(source))
        return tuple(dict.fromkeys(value for value in values if value))

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def _values(self, source: str) -> Iterator[str]:
        tag, _, codes = source.partition("$")
        wanted = codes.replace("/$", "")
        for field in self._by_tag.get(tag, []):
            if "/" in codes:
                yield field.joined(wanted, "/")
            elif wanted:
                yield from (value for code, value in field.subfields if code == wanted)
            else:
                yield field.value


def _tag(field: Field) -> str:
    linked = _LINKED.match(field.first("6")) if field.tag == "880" else None
    return linked[1] if linked else field.tag


def _romanised(field: Field) -> bool:
    return not (field.tag == "880" and _HAN.search(field.joined("abc")))


def clean(value: str) -> str:
    """Without the cataloguer's closing punctuation."""
    return _PUNCTUATION.sub("", " ".join(value.split())).strip()


def _stable_id(marc: Marc, fields: _Fields, numbers: tuple[str, ...], title: str) -> str:
    control = marc.control("001")
    if control:
        organisation = fields.first("organisation")
        return f"{organisation}:{control}"[:200] if organisation else control[:200]
    edition = (*fields.all("authors"), fields.first("publisher"), *fields.all("year"))
    return made_id(numbers, title, fields.first("volume"), edition)


def made_id(numbers: tuple[str, ...], title: str, volume: str, edition: tuple[str, ...]) -> str:
    """For records without a number of their own: the same book gets the same id again.

    By its ISBN, else by what tells editions apart.
    """
    parts = (title, volume, *(numbers[:1] or edition))
    return "x" + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=10).hexdigest()


def _year(candidates: tuple[str, ...], marc: Marc) -> int:
    coded = marc.control("100")[9:13] if marc.is_cnmarc else marc.control("008")[7:11]
    found = (_YEAR.search(text) for text in (*(_date(c) for c in candidates), coded))
    return next((int(match.group()) for match in found if match), 0)


def _date(text: str) -> str:
    """UNIMARC 100$a packs dates: entered on file (8), kind (1), then the year of the book."""
    return text[9:13] if len(text) > 30 and text[:8].isdigit() else text


def _language(marc: Marc) -> str:
    return "" if marc.is_cnmarc else marc.control("008")[35:38].strip()


def _copies(marc: Marc, rules: CopyMap, call_number: str) -> Iterator[Copy]:
    for field in marc.fields:
        if field.tag in rules.tags and field.first(rules.branch):
            branch = field.first(rules.branch)
            codes = rules.call_number.replace("/", "")
            yield Copy(
                branch=rules.branches.get(branch, branch),
                floor=field.first(rules.floor),
                shelf=field.first(rules.shelf),
                call_number=field.joined(codes, "/") or call_number,
                barcode=field.first(rules.barcode),
            )
