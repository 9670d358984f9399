"""Tries a catalogue's SRU server with some words and shows what readers would see.

`python -m local.try_sru '{"url": "http://10.0.0.9:9998/biblios", "kind": "koha"}' WORDS...`
"""

import sys

from chalicelib.catalogue.model import Record
from chalicelib.catalogue.service import Found, How
from chalicelib.clock import Clock, utc_now
from chalicelib.errors import NotFound, WeiguanError
from chalicelib.ils.sru.search import SruSearch
from chalicelib.ils.sru.system import connect
from local.advice import refused, wanted_argument


class _NoCopy:
    def find(self, said: str, page: int, now: object, branch: str = "") -> Found:
        return Found(said, 0, page, (), How.NONE)

    def title(self, number: int) -> Record:
        raise NotFound("no such title")


def main(described: str, said: str, clock: Clock = utc_now) -> int:
    """0 where something was found."""
    try:
        return _tried(connect(described, _NoCopy()), said, clock)
    except WeiguanError as problem:
        return refused(problem)


def _tried(search: SruSearch, said: str, clock: Clock) -> int:
    found = search.find(said, 0, clock())
    print(f"  found: {found.total}")
    for hit in found.hits:
        again = _again(search, hit.number)
        record = hit.record
        people = " ".join(record.authors)
        print(f"  {record.id} {record.title} {people} copies: {len(record.copies)} {again}")
    return 0 if found.total else 1


def _again(search: SruSearch, number: int) -> str:
    """A reader picks a title from the list: it has to be found by its number."""
    try:
        search.title(number)
        return "opens"
    except NotFound:
        return "CANNOT BE OPENED: is `id` right?"


if __name__ == "__main__":
    sys.exit(main(wanted_argument(__doc__ or ""), " ".join(sys.argv[2:])))
