"""The line of intents in memory, with the same promises as the real store."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.circulation.intent_model import Intent, State
from chalicelib.errors import Conflict, NotFound


@dataclass
class FakeIntents:
    line: dict[str, Intent] = field(default_factory=dict)
    ended: dict[str, Intent] = field(default_factory=dict)

    def stand(self, intent: Intent) -> Intent:
        if intent.place in self.ended or intent.place in self.line:
            return self.get(intent.place)
        self.line[intent.place] = intent
        return intent

    def get(self, place: str) -> Intent:
        found = self.line.get(place) or self.ended.get(place)
        if found is None:
            raise NotFound("no such intent")
        return found

    def ahead(self, place: str, most: int) -> list[Intent]:
        return [one for _, one in sorted(self.line.items()) if one.place < place][:most]

    def page(self, after: str, most: int) -> tuple[list[Intent], str]:
        rest = [one for _, one in sorted(self.line.items()) if one.place > after]
        return rest[:most], rest[most - 1].place if len(rest) > most else ""

    def take(self, intent: Intent, by: str, until: datetime, now: datetime) -> Intent:
        held = self.line.get(intent.place)
        if intent.is_busy(now) or held is None or held.busy != intent.busy:
            raise Conflict("somebody is at it")
        unsure = held.unsure or bool(held.busy)
        return self._put(replace(held, busy=by, busy_until=until, unsure=unsure))

    def note(self, intent: Intent, facts: Mapping[str, str]) -> None:
        held = self._mine(intent)
        self._put(replace(held, facts={**intent.facts, **facts}))

    def put_back(self, intent: Intent, tries: int, unsure: bool) -> None:
        held = self._mine(intent)
        free = replace(held, busy="", busy_until=None, fresh=False, tries=held.tries + tries)
        self._put(replace(free, unsure=held.unsure or unsure))

    def set_aside(self, intent: Intent) -> None:
        held = self.line.get(intent.place)
        if held is None:
            raise Conflict("it has ended")
        self._put(replace(held, aside=True))

    def close(self, intent: Intent, now: datetime) -> None:
        self._mine(intent)
        self.ended[intent.place] = intent
        del self.line[intent.place]

    def remove(self, intent: Intent) -> None:
        self.line.pop(intent.place, None)

    def forget(self, reader: str, until: datetime) -> None:
        for held in (self.line, self.ended):
            mine = [p for p, i in held.items() if i.reader == reader and i.asked <= until]
            _ = [held.pop(place) for place in mine]

    def _mine(self, intent: Intent) -> Intent:
        held = self.line.get(intent.place)
        if held is None or held.busy != intent.busy:
            raise Conflict("somebody else is at it")
        return held

    def _put(self, intent: Intent) -> Intent:
        assert intent.state is State.OPEN
        self.line[intent.place] = intent
        return intent
