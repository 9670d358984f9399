"""What the log and the metrics are told of a message: how it ended, never what was said."""

from chalicelib.conversation.model import LedgerEntry, Row
from chalicelib.dialogue import End, Kind
from chalicelib.events import count, note, took
from chalicelib.metrics import Measure
from chalicelib.privacy.pseudonyms import pseudonym_of


def of_reader(row: Row) -> None:
    """The ledger's own pseudonym: it leads nowhere once the reader is forgotten."""
    note(reader=pseudonym_of(row.reader, row.salt) if row.salt else "")


def of_end(entry: LedgerEntry, late: bool) -> None:
    note(end=entry.end.value, kind=entry.kind.value if entry.kind else "", case=entry.number)
    if late:
        count(Measure.LATE)
    elif entry.end is not End.PAUSED:
        count(Measure.ANSWERS)
        took(Measure.ANSWER_MS)
    count(_ended_as(entry))


def _ended_as(entry: LedgerEntry) -> Measure | None:
    if entry.end is End.ANSWERED and entry.kind is Kind.OUT_OF_SCOPE:
        return Measure.FALLBACKS
    return _ENDS.get(entry.end)


_ENDS = {
    End.OWED: Measure.DEFERRED,
    End.REFUSED: Measure.APOLOGIES,
    End.PAUSED: Measure.PAUSED,
}
