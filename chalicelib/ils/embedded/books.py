"""Read, decide, write: rows as cards and titles, and one bounded way to try again.

Every change is written on condition that all it was decided by is still as it was read. So
whatever happens at once happens as if one after the other.
"""

import hashlib
import random
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from chalicelib.errors import Conflict, NotFound, TryLater
from chalicelib.ils.embedded.codec import card_of, card_text, title_of, title_text
from chalicelib.ils.embedded.model import Card, Title
from chalicelib.ils.embedded.ports import Keys, Mark, Row, Rows
from chalicelib.ils.model import HoldState

T = TypeVar("T")
TRIES = 40
NEVER = "9999-12-31"
"""Sorts copies on their way, and those to be put back, behind all that wait for somebody."""
CARD, TITLE, BARCODE, DEED = "card#", "title#", "copy#", "deed#"


class Unsure(TryLater):
    """A write was sent and its fate is not known."""


def deed_key(card: str, key: str) -> str:
    return DEED + hashlib.sha256(f"{card}\n{key}".encode()).hexdigest()[:40]


@dataclass
class Opened:
    """The rows one attempt has read, and the writes it has decided."""

    rows: Rows
    read: dict[str, Row] = field(default_factory=dict)
    writes: dict[str, Row] = field(default_factory=dict)

    def load(self, keys: Collection[str]) -> None:
        wanted = [key for key in dict.fromkeys(keys) if key not in self.read]
        found = self.rows.fetch(wanted) if wanted else {}
        self.read.update({key: found.get(key, Row(key)) for key in wanted})

    def body(self, key: str) -> str:
        self.load([key])
        return self.read[key].body

    def card(self, number: str) -> Card:
        """Raises NotFound."""
        return card_of(self._known(CARD + number, "no such card"))

    def title(self, title_id: str) -> Title:
        """Raises NotFound."""
        return title_of(self._known(TITLE + title_id, "no such title"))

    def title_of_copy(self, barcode: str) -> Title:
        """Raises NotFound."""
        return self.title(self._known(BARCODE + barcode, "no such copy"))

    def _known(self, key: str, problem: str) -> str:
        body = self.body(key)
        if not body:
            raise NotFound(problem)
        return body

    def put_card(self, card: Card) -> None:
        self.put(CARD + card.number, card_text(card))

    def put_title(self, title: Title) -> None:
        self.put(TITLE + title.id, title_text(title), _marks(title))

    def put(
        self,
        key: str,
        body: str,
        marks: tuple[tuple[Mark, str], ...] = (),
        gone_after: int | None = None,
    ) -> None:
        """What is as it was read is not written."""
        self.load([key])
        held = self.read[key]
        if body != held.body:
            self.writes[key] = Row(key, body, held.version, marks, gone_after)

    def commit(self) -> None:
        if not self.writes:
            return
        try:
            self.rows.commit(list(self.writes.values()))
        except TryLater as lost:
            raise Unsure(str(lost)) from lost


def _marks(title: Title) -> tuple[tuple[Mark, str], ...]:
    promised = [hold.placed_at.isoformat() for hold in title.promised]
    kept = [
        hold.ready_until.isoformat() if hold.ready_until else NEVER
        for hold in title.queue
        if hold.state is not HoldState.WAITING
    ]
    kept += [NEVER for copy in title.copies if copy.cleared]
    lists = ((Mark.TO_FETCH, promised), (Mark.READY, kept))
    return tuple((mark, min(words)) for mark, words in lists if words)


@dataclass(frozen=True)
class Books:
    rows: Rows
    pause: Callable[[float], None] = time.sleep

    def open(self) -> Opened:
        return Opened(self.rows)

    def change(self, attempt: Callable[[Opened], T], patience_s: float) -> T:
        """Runs `attempt` on fresh rows until nobody was quicker. Raises TryLater, or Unsure
        where it may have been written."""
        until = time.monotonic() + patience_s
        unsure: Unsure | None = None
        for tried in range(TRIES):
            try:
                return self._once(attempt)
            except Conflict:
                pass
            except Unsure as lost:
                unsure = lost
            except TryLater:
                raise unsure or TryLater("storage is busy") from None
            if time.monotonic() > until:
                break
            self.pause(random.uniform(0, 0.004) * 2 ** min(tried, 5))
        raise unsure or TryLater("too much at once on the same card or title")

    def _once(self, attempt: Callable[[Opened], T]) -> T:
        opened = self.open()
        outcome = attempt(opened)
        opened.commit()
        return outcome

    def titles(self, ids: Collection[str]) -> Mapping[str, Title]:
        """Those there are; up to 100."""
        found = self.rows.fetch([TITLE + one for one in dict.fromkeys(ids)])
        return {key.removeprefix(TITLE): title_of(row.body) for key, row in found.items()}

    def marked(self, mark: Mark, before: str, after: str, most: int) -> tuple[list[Title], str]:
        keys: Keys = self.rows.marked(mark, before, after, most)
        found = self.titles([key.removeprefix(TITLE) for key in keys.keys])
        ordered = (found.get(key.removeprefix(TITLE)) for key in keys.keys)
        return [title for title in ordered if title is not None], keys.next
