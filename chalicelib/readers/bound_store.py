"""A card bound by a page alone, and word of it in the reader's chat: together or not at all."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from chalicelib.conversation.model import Row
from chalicelib.errors import Conflict, NotFound
from chalicelib.readers.model import Card, Cards
from chalicelib.readers.store import saving
from chalicelib.readers.words import shown
from chalicelib.tables.connect import Wire
from chalicelib.tables.expressions import ConditionFailed, transact
from chalicelib.tables.notices import living_notice
from chalicelib.texts import cards as texts
from chalicelib.texts.words import Language


class Rows(Protocol):
    def row(self, reader: str) -> Row | None: ...


class BoundStore:
    """`nudge` says that a notice waits for this reader."""

    def __init__(self, wire: Wire, rows: Rows, nudge: Callable[[str], None]) -> None:
        self._wire = wire
        self._rows = rows
        self._nudge = nudge

    def save_and_tell(self, cards: Cards, card: Card, now: datetime) -> None:
        """Raises Conflict where somebody saved in between, NotFound where the reader has left or
        was forgotten: nothing would take the card away from them again."""
        row = self._rows.row(cards.reader)
        language = (row and row.language) or Language.SIMPLIFIED
        text = texts.BOUND_BY_PAGE.say(language, card=shown(card, language))
        told = living_notice(cards.reader, f"bound-{card.id}", text, now)
        try:
            transact(self._wire, [{"Put": saving(cards)}, {"Update": told}])
        except ConditionFailed as failed:
            if failed.index == 0:
                raise Conflict("the cards changed in between") from failed
            raise NotFound("no conversation with this reader") from failed
        self._nudge(cards.reader)
