"""What the log and the metrics are told of a message: how it ended, never what was said."""

from chalicelib.conversation.model import LedgerEntry, Row
from chalicelib.dialogue import End, Kind
from chalicelib.events import count, gauge, note, took
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
        is_fallback = entry.end is End.ANSWERED and entry.kind is Kind.OUT_OF_SCOPE
        gauge(Measure.FALLBACK_PERCENT, 100 if is_fallback else 0)
    count(_ENDS.get(entry.end))


_ENDS = {
    End.OWED: Measure.DEFERRED,
    End.REFUSED: Measure.APOLOGIES,
    End.PAUSED: Measure.PAUSED,
}
