"""A catalogue's SRU server as the settings describe it, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.catalogue.field_map import DEFAULT_MAPS, FieldMaps
from chalicelib.catalogue.marc import Marc
from chalicelib.catalogue.model import Shelf


@dataclass(frozen=True)
class Indexes:
    """Names the server knows in CQL; '' where it has none such."""

    any: str = "cql.serverChoice"
    id: str = "rec.id"
    isbn: str = "bath.isbn"
    call: str = ""


@dataclass(frozen=True)
class Ways:
    """`id`: where a record's number stands, `001` or a subfield such as `999$c`. `shelves`: what a
    subfield of a copy's field says of it when it is filled and not 0."""

    version: str = "1.1"
    schema: str = "marcxml"
    relation: str = "="
    indexes: Indexes = Indexes()
    id: str = "001"
    maps: FieldMaps = DEFAULT_MAPS
    shelves: Mapping[str, Shelf] = field(default_factory=dict)
    patience_s: float = 2.0


@dataclass(frozen=True)
class Diagnostic:
    """`number` as in `info:srw/diagnostic/1/NUMBER`, 0 for one of another list."""

    number: int


@dataclass(frozen=True)
class Results:
    """`unread` records came, but cannot be read."""

    total: int
    records: tuple[Marc, ...] = ()
    unread: int = 0
