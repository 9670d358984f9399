"""One row a case; the entries are few and ride in it."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)
from pynamodb.indexes import AllProjection

from chalicelib.tables.base import Index, Table, TableMeta


class CasesOfReader(Index["CaseRow"]):
    class Meta(TableMeta):
        index_name = "cases_of_reader"
        projection = AllProjection()

    reader = UnicodeAttribute(hash_key=True)
    opened_ms = NumberAttribute(range_key=True)


class CasesByState(Index["CaseRow"]):
    class Meta(TableMeta):
        index_name = "cases_by_state"
        projection = AllProjection()

    state = UnicodeAttribute(hash_key=True)
    due_ms = NumberAttribute(range_key=True)


class CaseRow(Table):
    """`reader` is left out once the reader is forgotten; `entries` is a list of plain maps."""

    class Meta(TableMeta):
        short_name = "cases"

    number = UnicodeAttribute(hash_key=True)
    origin = UnicodeAttribute()
    kind = UnicodeAttribute()
    state = UnicodeAttribute()
    reader = UnicodeAttribute(null=True)
    language = UnicodeAttribute()
    opened_ms = NumberAttribute()
    due_ms = NumberAttribute()
    entries = JSONAttribute()
    assigned = UnicodeAttribute(default="")
    version = NumberAttribute()
    gone_after = TTLAttribute(null=True)
    of_reader = CasesOfReader()
    by_state = CasesByState()
