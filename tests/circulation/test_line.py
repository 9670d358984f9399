"""The line of those who wait, over fakes: what breaks off ends all the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.circulation.intent_model import LIMIT, place_of
from chalicelib.circulation.line_service import Line
from chalicelib.dialogue import Answer
from chalicelib.texts.words import Language
from tests.circulation.fakes import FakeIntents

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FACTS = {
    "do": "renew",
    "kind": "renew",
    "key": "m1",
    "language": Language.SIMPLIFIED.value,
    "place": place_of(NOON, "m1"),
}


class Broken:
    """A fault of ours in the middle of the work."""

    def pinned(self, reader: str, facts: Mapping[str, str]) -> Mapping[str, str]:
        return facts

    def run(
        self,
        reader: str,
        facts: Mapping[str, str],
        deadline: datetime,
        note: Callable[[Mapping[str, str]], None],
    ) -> Answer:
        raise ZeroDivisionError


@dataclass
class Hall:
    now: datetime = NOON
    intents: FakeIntents = field(default_factory=FakeIntents)
    cases: list[str] = field(default_factory=list)

    def hand(self, reader: str, origin: str, text: str, language: Language, now: datetime) -> str:
        self.cases.append(text)
        return "B-1"

    @property
    def line(self) -> Line:
        ids = iter(str(number) for number in range(9))
        return Line(
            self.intents,
            Broken(),
            self.hand,
            lambda number: "",
            lambda day, key: True,
            lambda: f"{self.now}{next(ids)}",
            "Asia/Shanghai",
            lambda: self.now,
        )

    def runs(self) -> Answer:
        return self.line.run("reader", FACTS, self.now + timedelta(seconds=2))


def test_what_breaks_off_every_time_ends_after_three_days_with_a_word() -> None:
    hall = Hall()
    with pytest.raises(ZeroDivisionError):
        hall.runs()
    hall.now += LIMIT + timedelta(minutes=1)
    assert "编号 B-1" in hall.runs().reply.content  # type: ignore[attr-defined]
    assert len(hall.cases) == 1
    assert hall.intents.line == {}
