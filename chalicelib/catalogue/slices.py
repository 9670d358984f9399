"""One slice of an import worked into the catalogue: records, numbers, and a run for the index.

Numbers are given in the order of the file from the state's counters, so a repeat after a crash
gives the same ones again. What a record held before is read from the record itself: the run must
be whole before the first record is overwritten, and is not made a second time.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.catalogue.grams import Spell, grams_of, spell
from chalicelib.catalogue.json_rows import record_from_row, row_from
from chalicelib.catalogue.model import Record
from chalicelib.catalogue.ports import Blobs
from chalicelib.catalogue.runs import Changes
from chalicelib.catalogue.state import id_name, record_name
from chalicelib.catalogue.weight import (
    MOST_OF_ONE_WEIGHT,
    number,
    sequence_of,
    weight,
    weight_of,
)
from chalicelib.errors import GiveUp

_LONGEST_BODY = 300 * 1024


@dataclass
class Slice:
    """What a slice comes to. `sequences` are the next free places after it."""

    changes: Changes
    sequences: dict[int, int]
    records: dict[str, bytes] = field(default_factory=dict)
    ids: dict[str, bytes] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    added: int = 0
    updated: int = 0


class SliceMaker:
    """Gives records their numbers and finds out what changes in the index."""

    def __init__(self, blobs: Blobs, spelled: Spell = spell) -> None:
        self._blobs = blobs
        self._spelled = spelled

    def make(self, records: Sequence[Record], sequences: Mapping[int, int]) -> Slice:
        made = Slice(Changes(), dict(sequences))
        known = self._known(records, sequences)
        before = self._before(known)
        for record in records:
            self._take(made, record, known, before)
        return made

    def _known(self, records: Sequence[Record], sequences: Mapping[int, int]) -> dict[str, int]:
        """Id -> number of what is in the catalogue; a crashed repeat's numbers do not count."""
        names = {id_name(record.id): record.id for record in records}
        found = self._blobs.fetch(names)
        numbers = {names[name]: int(blob.body) for name, blob in found.items()}
        return {
            id_: n for id_, n in numbers.items() if sequence_of(n) < sequences.get(weight_of(n), 0)
        }

    def _before(self, known: Mapping[str, int]) -> dict[int, Record]:
        names = {record_name(number): number for number in known.values()}
        found = self._blobs.fetch(names) if names else {}
        rows = {names[name]: json.loads(blob.body) for name, blob in found.items()}
        return {number: record_from_row(row) for number, row in rows.items()}

    def _take(
        self, made: Slice, record: Record, known: dict[str, int], before: dict[int, Record]
    ) -> None:
        old = known.get(record.id)
        made.added += old is None
        made.updated += old is not None
        new = self._number(made, weight(record), old)
        grams = grams_of(record, self._spelled)
        if old is not None and old in before:
            held = grams_of(before[old], self._spelled)
            made.changes.remove(old, [k for k in held if new != old or k not in grams])
            same = {k for k in grams if new == old and held.get(k) == grams[k]}
            grams = {k: code for k, code in grams.items() if k not in same}
        made.changes.add(new, grams)
        self._keep(made, record, old, new)
        known[record.id], before[new] = new, record

    def _number(self, made: Slice, weighs: int, old: int | None) -> int:
        if old is not None and weight_of(old) == weighs:
            return old
        place = made.sequences.get(weighs, 0)
        if place >= MOST_OF_ONE_WEIGHT:
            raise GiveUp("too many titles of one weight")
        made.sequences[weighs] = place + 1
        return number(weighs, place)

    def _keep(self, made: Slice, record: Record, old: int | None, new: int) -> None:
        if old is not None and old != new:
            made.gone.add(record_name(old))
            made.records.pop(record_name(old), None)
        made.gone.discard(record_name(new))
        made.records[record_name(new)] = pack_record(record)
        made.ids[id_name(record.id)] = str(new).encode()


def pack_record(record: Record) -> bytes:
    body = json.dumps(row_from(record), ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > _LONGEST_BODY:
        raise GiveUp("a record is too large to keep")
    return body
