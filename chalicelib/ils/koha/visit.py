"""One call of the port: its time, and what is asked of Koha in it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.clock import library_day
from chalicelib.errors import GiveUp, NotFound
from chalicelib.ils.deadline import Deadline, within
from chalicelib.ils.koha import reading
from chalicelib.ils.koha.client import Client, Facts, Listed, Refused
from chalicelib.ils.koha.model import Ways
from chalicelib.ils.koha.refusals import reason_of
from chalicelib.ils.model import Call, CardNumber, Patron, Reason

_ENOUGH_S = 0.2
MOST_PAGES = 25
_AT_ONCE = 100


@dataclass(frozen=True)
class Visit:
    client: Client
    ways: Ways
    now: datetime
    deadline: Deadline

    @property
    def has_time(self) -> bool:
        return self.deadline.left_s() > _ENOUGH_S

    def get(self, name: str, path: str) -> Facts:
        return self.client.get(name, path, self.deadline)

    def change(
        self, name: str, method: str, path: str, body: Facts | None = None
    ) -> Facts | Refused:
        return self.client.change(name, method, path, self.deadline, body)

    def page(
        self, name: str, path: str, page: int, size: int = 0, embed: str = "", **query: str
    ) -> Listed:
        asked = {**query, "_page": str(page), "_per_page": str(size or self.ways.page_size)}
        return self.client.list(name, path, self.deadline, asked, embed)

    def all(self, name: str, path: str, **query: str) -> Listed:
        """Every page, as far as they go."""
        rows: list[Facts] = []
        is_whole = True
        for page in range(1, MOST_PAGES + 1):
            listed = self.page(name, path, page, _AT_ONCE, **query)
            rows += listed.rows
            is_whole = is_whole and listed.is_whole
            if not listed.has_more:
                return Listed(tuple(rows), is_whole=is_whole)
        return Listed(tuple(rows), is_whole=False)

    def patron_facts(self, card: CardNumber) -> Facts:
        """Raises NotFound. Matched again here: a search may find more than was asked for."""
        exactly = {"cardnumber": card.text, "_match": "exact"}
        listed = self.page("patron", "/patrons", 1, 20, **exactly)
        wanted = card.text.casefold()
        found = [p for p in listed.rows if reading.text(p, "cardnumber").casefold() == wanted]
        if not found:
            raise NotFound("Koha: no such card")
        return found[0]

    def patron_id(self, card: CardNumber) -> int:
        return id_of(self.patron_facts(card), "patron_id")

    def patron_of(self, facts: Facts, card: CardNumber) -> Patron:
        return reading.patron(facts, card, library_day(self.now, self.ways.timezone))

    def reason(self, refused: Refused) -> Reason:
        return reason_of(refused.code, refused.words, self.ways.refusals)

    def by_ids(
        self, name: str, path: str, field: str, ids: Iterable[int], embed: str = ""
    ) -> Mapping[int, Facts]:
        """Several things in one question. Welcome details: what cannot be had is absent."""
        wanted = sorted(set(ids))
        if not wanted or not self.has_time:
            return {}
        chosen = json.dumps({field: wanted}, separators=(",", ":"))
        try:
            listed = self.page(name, path, 1, len(wanted), embed, q=chosen)
        except (NotFound, GiveUp):
            return {}
        numbered = ((reading.number(row, field), row) for row in listed.rows)
        return {id: row for id, row in numbered if id is not None}


def id_of(facts: Facts, name: str) -> int:
    id = reading.number(facts, name)
    if id is None:
        raise GiveUp(f"Koha: an answer without {name}")
    return id


def visit(client: Client, ways: Ways, call: Call) -> Visit:
    return Visit(client, ways, call.now, within(call.patience_s))
