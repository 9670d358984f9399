"""The catalogue: its index and records as named blobs, and what was imported when."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.tables.base import Table, TableMeta


class CatalogueRow(Table):
    """Names are made in `catalogue.state`; `version` counts conditional writes."""

    class Meta(TableMeta):
        short_name = "catalogue"

    name = UnicodeAttribute(hash_key=True)
    body = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute()


class ImportRow(Table):
    """`jobs` holds all imports by id (rising with time); a job's own id its refused records."""

    class Meta(TableMeta):
        short_name = "imports"

    job = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute()
