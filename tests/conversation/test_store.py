"""The conversation row, the fake and the real one alike: claims, repeats, take-overs, notices."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.conversation.ledger_store import LedgerStore
from chalicelib.conversation.model import (
    LEASE,
    SHARDS,
    Claimed,
    Door,
    Finish,
    LedgerEntry,
    Notice,
    NoticeState,
    OpenMessage,
    Seen,
    pause,
    shard_of,
)
from chalicelib.conversation.store import ConversationStore
from chalicelib.dialogue import Dialogue, End, Kind
from chalicelib.errors import Conflict
from chalicelib.tables.connect import Wire
from chalicelib.tables.meter import metering
from tests.fakes import FakeConversations

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
SOON = timedelta(seconds=1)


Store = ConversationStore | FakeConversations


@pytest.fixture(params=["fake", pytest.param("engine", marks=pytest.mark.engine)])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "fake":
        return FakeConversations()
    return ConversationStore(request.getfixturevalue("storage"))


@pytest.fixture
def engine_store(storage: Wire) -> ConversationStore:
    return ConversationStore(storage)


def a_message(key: str = "m1", attempt: str = "a1", at: datetime = NOW) -> OpenMessage:
    return OpenMessage(key, attempt, at + LEASE, at, b"body")


def a_finish(key: str = "m1", answer: bytes = b"hello", **more: object) -> Finish:
    entry = LedgerEntry("2026-11-21", key, "pseudonym", "Text", End.ANSWERED, Kind.FAQ, NOW, NOW)
    return Finish(answer, None, None, entry, **more)  # type: ignore[arg-type]


def claimed(store: Store, message: OpenMessage) -> Claimed:
    result = store.claim("reader", message, "salt", Door.MESSAGE)
    assert isinstance(result, Claimed)
    return result


def test_the_first_attempt_claims_a_message(store: Store) -> None:
    held = claimed(store, a_message())
    assert held.row.salt == "salt"
    assert held.row.windows.last_message == NOW


def test_a_repeat_inside_the_lease_is_told_to_wait(store: Store) -> None:
    claimed(store, a_message())
    repeat = store.claim("reader", a_message(attempt="a2", at=NOW + SOON), "x", Door.MESSAGE)
    assert repeat == Seen(None, NOW + LEASE)


def test_a_claim_the_network_repeated_is_still_ours(store: Store) -> None:
    claimed(store, a_message())
    assert isinstance(store.claim("reader", a_message(), "x", Door.MESSAGE), Claimed)


def test_a_repeat_after_the_lease_takes_the_message_over(store: Store) -> None:
    claimed(store, a_message())
    late = a_message(attempt="a2", at=NOW + LEASE + SOON)
    assert isinstance(store.claim("reader", late, "x", Door.MESSAGE), Claimed)


def test_a_message_that_is_taken_over_keeps_its_arrival(store: Store) -> None:
    claimed(store, a_message())
    taken = claimed(store, a_message(attempt="a2", at=NOW + LEASE + SOON))
    assert (taken.message.arrived, taken.message.attempt) == (NOW, "a2")


def test_a_message_nobody_waits_for_any_more_is_marked(store: Store) -> None:
    claimed(store, a_message())
    assert store.leave("reader", "m1") is None
    row = store.row("reader")
    assert row is not None
    assert row.messages["m1"].left


def test_who_would_leave_a_finished_message_gets_its_answer(store: Store) -> None:
    store.finish(claimed(store, a_message()), a_finish())
    assert store.leave("reader", "m1") == b"hello"
    assert store.leave("nobody", "m1") is None


def test_a_repeat_of_a_finished_message_gets_the_stored_answer(store: Store) -> None:
    store.finish(claimed(store, a_message()), a_finish())
    late = a_message(attempt="a2", at=NOW + LEASE + SOON)
    repeat = store.claim("reader", late, "x", Door.MESSAGE)
    assert isinstance(repeat, Seen)
    assert repeat.answer == b"hello"


def test_the_salt_of_a_reader_stays(store: Store) -> None:
    store.finish(claimed(store, a_message()), a_finish())
    second = store.claim("reader", a_message("m2"), "another", Door.MESSAGE)
    assert isinstance(second, Claimed)
    assert second.row.salt == "salt"


def test_whoever_was_overtaken_cannot_finish(store: Store) -> None:
    slow = claimed(store, a_message())
    claimed(store, a_message(attempt="a2", at=NOW + LEASE + SOON))
    with pytest.raises(Conflict):
        store.finish(slow, a_finish())


@pytest.mark.engine
def test_finishing_writes_answer_dialogue_and_ledger_together(
    engine_store: ConversationStore, storage: Wire
) -> None:
    dialogue = Dialogue("feedback", "text", NOW + SOON, {"kind": "complaint"})
    held = claimed(engine_store, a_message())
    finish = a_finish()
    engine_store.finish(held, Finish(finish.answer, dialogue, None, finish.entry))
    row = engine_store.row("reader")
    assert row is not None
    assert row.dialogue == dialogue
    assert row.open_since() is None
    days = [LedgerStore(storage).day("2026-11-21", shard).entries for shard in range(4)]
    assert [e.key for entries in days for e in entries] == ["m1"]


def test_an_unfinished_message_is_found_by_the_sweeper(store: Store) -> None:
    claimed(store, a_message())
    found = [r for shard in range(4) for r in store.open_rows(shard, NOW + SOON)]
    assert found == ["reader"]


def test_a_finished_row_is_no_longer_open(store: Store) -> None:
    store.finish(claimed(store, a_message()), a_finish())
    assert [r for shard in range(4) for r in store.open_rows(shard, NOW + LEASE)] == []


def test_an_older_unfinished_message_keeps_the_row_open(store: Store) -> None:
    claimed(store, a_message("m1"))
    second = claimed(store, a_message("m2", "b1", NOW + SOON))
    store.finish(second, a_finish("m2"))
    found = [r for shard in range(4) for r in store.open_rows(shard, NOW + LEASE)]
    assert found == ["reader"]


def test_answered_messages_are_pruned_once_wechat_cannot_repeat_them(
    store: Store,
) -> None:
    store.finish(claimed(store, a_message("m1")), a_finish("m1"))
    later = NOW + timedelta(minutes=5)
    store.finish(claimed(store, a_message("m2", "b1", later)), a_finish("m2"))
    row = store.row("reader")
    assert row is not None
    assert set(row.messages) == {"m2"}


def test_a_notice_is_left_once_and_rides_along(store: Store) -> None:
    store.finish(claimed(store, a_message()), a_finish())
    notice = Notice("case-1", "done", NOW)
    store.add_notice("reader", notice)
    store.add_notice("reader", notice)
    second = claimed(store, a_message("m2", "b1", NOW + SOON))
    assert second.row.riding() == [notice]
    store.finish(second, a_finish("m2", delivered=("case-1",)))
    row = store.row("reader")
    assert row is not None
    assert row.notices == ()


def test_a_reader_who_left_gets_no_notice(store: Store) -> None:
    store.add_notice("nobody", Notice("case-1", "done", NOW))
    assert store.row("nobody") is None


def test_a_parked_notice_does_not_keep_the_row_open(store: Store) -> None:
    store.finish(claimed(store, a_message()), a_finish())
    store.add_notice("reader", Notice("case-1", "done", NOW))
    row = store.row("reader")
    assert row is not None
    assert store.move_notice(row, row.notices[0], NoticeState.PARKED)
    assert [r for shard in range(4) for r in store.open_rows(shard, NOW + LEASE)] == []


@pytest.mark.engine
def test_a_burst_of_one_reader_does_not_swell_the_row(engine_store: ConversationStore) -> None:
    keys = [f"m{number}" for number in range(50)]
    for key in keys:
        engine_store.finish(claimed(engine_store, a_message(key)), a_finish(key))
    row = engine_store.row("reader")
    assert row is not None
    assert len(row.messages) == 41


@pytest.mark.engine
def test_a_message_costs_two_calls(engine_store: ConversationStore) -> None:
    with metering() as meter:
        engine_store.finish(claimed(engine_store, a_message()), a_finish())
    assert meter.calls == ["UpdateItem", "TransactWriteItems"]


@pytest.mark.parametrize("times", [1, 3])
def test_a_row_that_fails_has_its_next_turn_after_a_pause(store: Store, times: int) -> None:
    claimed(store, a_message())
    shard = int(shard_of("reader")) if isinstance(store, ConversationStore) else 0
    _ = [store.put_off("reader", NOW) for _ in range(times)]
    turn = NOW + pause(times)
    assert store.open_rows(shard, turn) == []
    assert store.open_rows(shard, turn + SOON) == ["reader"]


def test_a_finished_row_is_not_put_off(store: Store) -> None:
    store.finish(claimed(store, a_message()), a_finish())
    store.put_off("reader", NOW)
    assert [r for shard in range(4) for r in store.open_rows(shard, NOW + LEASE)] == []


@pytest.mark.engine
def test_owed_work_that_fails_has_its_next_turn_after_a_pause(
    engine_store: ConversationStore, storage: Wire
) -> None:
    finish = a_finish()
    owed = replace(finish.entry, end=End.OWED, openid="reader", job="job")
    engine_store.finish(claimed(engine_store, a_message()), replace(finish, entry=owed))
    ledger = LedgerStore(storage)
    ledger.put_off(owed, NOW)
    ledger.put_off(owed, NOW)
    due = [e for shard in range(SHARDS) for e in ledger.owed(shard, NOW + pause(2) + SOON)]
    assert [e.due for e in due] == [NOW + pause(2)]
    assert [e for shard in range(SHARDS) for e in ledger.owed(shard, NOW + pause(2))] == []


@pytest.mark.engine
def test_a_move_of_a_notice_the_network_repeated_is_still_ours(
    engine_store: ConversationStore, storage: Wire
) -> None:
    engine_store.finish(claimed(engine_store, a_message()), a_finish())
    notice = Notice("n1", "words", NOW)
    engine_store.add_notice("reader", notice)
    row = engine_store.row("reader")
    assert row is not None
    ask = storage.dispatch
    vars(storage)["dispatch"] = lambda *asked: (ask(*asked), ask(*asked))[1]
    assert engine_store.move_notice(row, notice, NoticeState.SENDING)
    del vars(storage)["dispatch"]
    assert not engine_store.move_notice(row, notice, NoticeState.SENDING)


def owed_by(store: ConversationStore) -> LedgerEntry:
    finish = a_finish()
    owed = replace(finish.entry, end=End.OWED, openid="reader", job="job")
    store.finish(claimed(store, a_message()), replace(finish, entry=owed))
    return owed


@pytest.mark.engine
def test_what_settles_work_tells_the_reader_even_where_the_network_repeats_it(
    engine_store: ConversationStore, storage: Wire
) -> None:
    owed, ledger, notice = owed_by(engine_store), LedgerStore(storage), Notice("w", "done", NOW)
    ask = storage._asked
    vars(storage)["_asked"] = lambda *asked: (ask(*asked), ask(*asked))[1]
    assert ledger.settle(owed, None, NOW, notice)
    del vars(storage)["_asked"]
    row = engine_store.row("reader")
    assert row is not None
    assert [n.text for n in row.notices] == ["done"]
    assert not ledger.settle(owed, None, NOW, Notice("x", "again", NOW))
    assert ledger.owed_one(owed.day, owed.key) is None


@pytest.mark.engine
def test_work_for_a_reader_who_has_left_is_settled_all_the_same(
    engine_store: ConversationStore, storage: Wire
) -> None:
    owed, ledger = owed_by(engine_store), LedgerStore(storage)
    engine_store.forget("reader")
    assert ledger.settle(owed, None, NOW, Notice("w", "done", NOW))
    assert engine_store.row("reader") is None
