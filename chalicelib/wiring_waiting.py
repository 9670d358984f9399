"""Builds what staff see of those who wait for the library system."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.circulation.intent_model import CARD_ID, Intent
from chalicelib.staff.ports_waiting import Waiting
from chalicelib.wiring import Services


@dataclass(frozen=True)
class WaitingDesk:
    """The line as staff see it."""

    services: Services

    def page(self, after: str, most: int) -> tuple[list[Waiting], str]:
        found, more = self.services.line.page(after, most)
        return [self._seen(one) for one in found], more

    def settle(self, place: str, done: bool, word: str, now: datetime) -> None:
        """The reader hears of it by way of the work that is owed."""
        ended = self.services.line.settle(place, done, word, now)
        self.services.queue.nudge("work", {"day": ended.day, "key": ended.key})

    def _seen(self, one: Intent) -> Waiting:
        return Waiting(
            place=one.place,
            asked=one.asked,
            until=one.until,
            wish=self.services.line.deed(one),
            card=self._card(one),
            items=tuple(part for part in one.facts.get("items", "").split(",") if part),
            tries=one.tries,
            unsure=one.may_be_done(),
            aside=one.aside,
        )

    def _card(self, one: Intent) -> str:
        held = self.services.cards.of(one.reader)
        card = held.meant(one.facts.get(CARD_ID, ""), int(one.facts.get("card") or 1))
        return card.number.text if card is not None else ""
