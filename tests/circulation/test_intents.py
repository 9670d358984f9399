"""The line of intents keeps its promises, in memory and on the real engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.circulation.intent_model import Intent, State, asked_for, place_of
from chalicelib.circulation.intent_store import IntentStore
from chalicelib.circulation.line_service import Intents
from chalicelib.errors import Conflict, NotFound
from chalicelib.tables.connect import Wire
from tests.circulation.fakes import FakeIntents

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=4)
LATER = NOW + timedelta(minutes=1)


def an_intent(key: str = "m1", seconds: int = 0, reader: str = "mother") -> Intent:
    sent = NOW + timedelta(seconds=seconds)
    facts = {"do": "renew", "kind": "renew", "language": "zh-Hans", "place": place_of(sent, key)}
    return replace(asked_for(reader, facts), fresh=True, busy="first", busy_until=SOON)


def put_back(intents: Intents, intent: Intent, unsure: bool = False) -> Intent:
    intents.put_back(intents.stand(intent), 1, unsure)
    return intents.get(intent.place)


class Promises:
    def test_a_place_is_taken_once(self, intents: Intents) -> None:
        intents.stand(an_intent())
        again = intents.stand(replace(an_intent(), busy="second"))
        assert again.busy == "first"
        assert len(intents.page("", 9)[0]) == 1

    def test_those_before_come_in_order(self, intents: Intents) -> None:
        for key, seconds in (("m3", 3), ("m1", 1), ("m2", 2)):
            intents.stand(an_intent(key, seconds))
        ahead = intents.ahead(place_of(NOW + timedelta(seconds=3), "m3"), 9)
        assert [one.key for one in ahead] == ["m1", "m2"]

    def test_pages_follow_each_other(self, intents: Intents) -> None:
        for seconds in range(3):
            intents.stand(an_intent(f"m{seconds}", seconds))
        first, mark = intents.page("", 2)
        rest, _ = intents.page(mark, 2)
        assert [one.key for one in (*first, *rest)] == ["m0", "m1", "m2"]

    def test_who_is_at_it_is_left_alone(self, intents: Intents) -> None:
        seen = intents.stand(an_intent())
        with pytest.raises(Conflict):
            intents.take(seen, "second", LATER, NOW)

    def test_one_of_two_takes_it(self, intents: Intents) -> None:
        seen = put_back(intents, an_intent())
        intents.take(seen, "second", LATER, NOW)
        with pytest.raises(Conflict):
            intents.take(seen, "third", LATER, NOW)

    def test_whoever_never_came_back_may_have_done_it(self, intents: Intents) -> None:
        seen = intents.stand(an_intent())
        assert intents.take(seen, "second", LATER + timedelta(minutes=1), LATER).unsure
        assert intents.get(seen.place).unsure

    def test_a_try_in_vain_is_counted(self, intents: Intents) -> None:
        held = put_back(intents, an_intent())
        assert (held.tries, held.fresh, held.busy, held.unsure) == (1, False, "", False)
        assert put_back(intents, an_intent("m2", 1), unsure=True).unsure

    def test_what_was_chosen_is_kept(self, intents: Intents) -> None:
        mine = intents.stand(an_intent())
        intents.note(mine, {"items": "B1"})
        assert intents.get(mine.place).facts == {**mine.facts, "items": "B1"}

    def test_an_ended_one_leaves_the_line_and_is_remembered(self, intents: Intents) -> None:
        mine = intents.stand(an_intent())
        intents.close(replace(mine, state=State.DONE, said="好了", end="answered"), NOW)
        assert intents.page("", 9)[0] == []
        again = intents.stand(replace(an_intent(), busy="second"))
        assert (again.state, again.said) == (State.DONE, "好了")

    def test_only_who_took_it_ends_it(self, intents: Intents) -> None:
        seen = put_back(intents, an_intent())
        mine = intents.take(seen, "second", LATER, NOW)
        with pytest.raises(Conflict):
            intents.close(replace(mine, busy="first", state=State.DONE), NOW)

    def test_what_was_done_at_once_is_gone(self, intents: Intents) -> None:
        mine = intents.stand(an_intent())
        intents.remove(mine)
        with pytest.raises(NotFound):
            intents.get(mine.place)

    def test_one_can_be_set_aside(self, intents: Intents) -> None:
        held = put_back(intents, an_intent())
        intents.set_aside(held)
        assert intents.get(held.place).aside

    def test_a_forgotten_reader_has_none(self, intents: IntentStore) -> None:
        intents.stand(an_intent("m1"))
        intents.stand(an_intent("m2", reader="other"))
        intents.forget("mother", LATER)
        assert [one.key for one in intents.page("", 9)[0]] == ["m2"]


class TestInMemory(Promises):
    @pytest.fixture
    def intents(self) -> FakeIntents:
        return FakeIntents()


@pytest.mark.engine
class TestOnTheEngine(Promises):
    @pytest.fixture
    def intents(self, storage: Wire) -> IntentStore:
        return IntentStore(storage)


def test_a_first_try_of_somebody_else_keeps_nobody_waiting() -> None:
    assert not an_intent().keeps_waiting(an_intent("m2", 1, "other"), False, NOW)
    assert an_intent().keeps_waiting(an_intent("m2", 1, "other"), False, LATER)


def test_the_same_reader_always_waits() -> None:
    assert an_intent().keeps_waiting(an_intent("m2", 1), False, NOW)
    assert replace(an_intent(), aside=True).keeps_waiting(an_intent("m2", 1), True, NOW)


def test_what_is_stuck_keeps_only_first_tries_waiting() -> None:
    stuck = replace(an_intent(), fresh=False, busy="", busy_until=None, tries=5)
    assert stuck.keeps_waiting(an_intent("m2", 1, "other"), False, NOW)
    assert not stuck.keeps_waiting(an_intent("m2", 1, "other"), True, NOW)
