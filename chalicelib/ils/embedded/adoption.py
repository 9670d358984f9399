"""After an import of the catalogue, its copies become copies that can be lent; slice by slice."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from chalicelib.catalogue.model import JobState, Record
from chalicelib.catalogue.ports import Blobs, Jobs
from chalicelib.catalogue.service import read_record
from chalicelib.catalogue.state import STATE, read_state, record_name
from chalicelib.catalogue.weight import number
from chalicelib.ils.embedded.books import Books, Opened
from chalicelib.ils.embedded.registry import CopyIndex

KEY = "adopted#"
SLICE = 100
"""Records at a time: some two seconds."""
LOOKED_AT = 5
PATIENCE_S = 8.0


@dataclass(frozen=True)
class Place:
    """How far the records of one import are taken over: the next one's weight and sequence."""

    import_id: str
    weight: int = 0
    sequence: int = 0
    done: bool = False


class Adoption:
    """The row is the truth: whoever works next goes on from it. A slice done twice adds nothing."""

    def __init__(self, books: Books, copies: CopyIndex, blobs: Blobs, jobs: Jobs) -> None:
        self._books = books
        self._copies = copies
        self._blobs = blobs
        self._jobs = jobs

    def work(self) -> bool:
        """The next slice of the newest finished import; whether there is more."""
        place = self._place()
        if place is None or place.done:
            return False
        sequences = self._sequences()
        for record in self._records(place, sequences):
            self._copies.adopt(record)
        after = _after(place, sequences)
        self._save(after)
        return not after.done

    def _place(self) -> Place | None:
        finished = (j for j in self._jobs.newest(LOOKED_AT) if j.state is JobState.DONE)
        newest = next(finished, None)
        if newest is None:
            return None
        body = self._books.open().body(KEY)
        held = Place(**json.loads(body)) if body else None
        return held if held is not None and held.import_id == newest.id else Place(newest.id)

    def _sequences(self) -> Mapping[int, int]:
        held = self._blobs.fetch([STATE])
        return read_state(held[STATE].body).sequences if STATE in held else {}

    def _records(self, place: Place, sequences: Mapping[int, int]) -> list[Record]:
        last = min(place.sequence + SLICE, sequences.get(place.weight, 0))
        names = [record_name(number(place.weight, n)) for n in range(place.sequence, last)]
        found = self._blobs.fetch(names) if names else {}
        return [read_record(blob.body) for blob in found.values()]

    def _save(self, place: Place) -> None:
        def attempt(opened: Opened) -> None:
            opened.put(KEY, json.dumps(asdict(place)))

        self._books.change(attempt, PATIENCE_S)


def _after(place: Place, sequences: Mapping[int, int]) -> Place:
    """The next slice of this weight, else the next weight that has records."""
    if place.sequence + SLICE < sequences.get(place.weight, 0):
        return replace(place, sequence=place.sequence + SLICE)
    later = [weight for weight, count in sequences.items() if weight > place.weight and count]
    if not later:
        return replace(place, done=True)
    return replace(place, weight=min(later), sequence=0)
