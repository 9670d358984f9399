"""One contract for the stores in memory and the ones in DynamoDB."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import Conflict
from chalicelib.limits.attempt_store import AttemptStore
from chalicelib.limits.attempts import Attempts
from chalicelib.staff.model import AuditEntry, Outcome, Role, Session, UserState
from chalicelib.staff.store import SessionStore, UserStore
from chalicelib.staff.store_audit import AuditStore
from chalicelib.tables.staff import SignInAttemptRow
from tests.factories_staff import NOON, a_user
from tests.fakes_staff import FakeAttempts, FakeAudit, FakeSessions, FakeUsers

KINDS = ["memory", pytest.param("dynamodb", marks=pytest.mark.engine)]


def _made(request: pytest.FixtureRequest, fake: Any, real: Any) -> Any:
    if request.param == "memory":
        return fake
    request.getfixturevalue("storage")
    return real


@pytest.fixture(params=KINDS)
def users(request: pytest.FixtureRequest) -> Any:
    return _made(request, FakeUsers(), UserStore())


@pytest.fixture(params=KINDS)
def sessions(request: pytest.FixtureRequest) -> Any:
    return _made(request, FakeSessions(), SessionStore())


@pytest.fixture(params=KINDS)
def attempts(request: pytest.FixtureRequest) -> Any:
    return _made(request, FakeAttempts(), AttemptStore(SignInAttemptRow))


@pytest.fixture(params=KINDS)
def audit(request: pytest.FixtureRequest) -> Any:
    return _made(request, FakeAudit(), AuditStore())


def test_a_user_comes_back_as_added(users: Any) -> None:
    added = a_user("lin", Role.DESK, Role.ADMIN, must_change=True)
    users.add(added)
    assert users.get("lin") == added


def test_nobody_is_found_under_a_name_that_nobody_has(users: Any) -> None:
    assert users.get("nobody") is None


def test_a_name_is_given_once(users: Any) -> None:
    users.add(a_user("lin"))
    with pytest.raises(Conflict):
        users.add(a_user("lin", Role.ADMIN))


def test_saving_counts_the_version(users: Any) -> None:
    users.add(a_user("lin"))
    users.save(replace(a_user("lin"), state=UserState.DISABLED))
    assert users.get("lin").version == 1
    assert users.get("lin").state is UserState.DISABLED


def test_an_old_version_cannot_be_saved(users: Any) -> None:
    users.add(a_user("lin"))
    users.save(a_user("lin"))
    with pytest.raises(Conflict):
        users.save(a_user("lin"))


def test_users_are_paged_and_none_is_lost(users: Any) -> None:
    names = {"chen", "lin", "wu"}
    users.add(a_user("chen"))
    users.add(a_user("lin"))
    users.add(a_user("wu"))
    first = users.page(None, 2)
    rest = users.page(first.next, 5)
    assert {user.name for user in (*first.items, *rest.items)} == names
    assert len(first.items) == 2


def a_session(key: str = "k1", user: str = "lin", minutes: int = 0) -> Session:
    began = NOON + timedelta(minutes=minutes)
    ends = began + timedelta(hours=12)
    return Session(key, user, began, began, ends, address="127.0.0.1", device="Firefox")


def test_a_session_comes_back_and_goes(sessions: Any) -> None:
    sessions.add(a_session())
    assert sessions.get("k1") == a_session()
    sessions.delete("k1")
    assert sessions.get("k1") is None


def test_the_last_use_of_a_session_is_noted(sessions: Any) -> None:
    sessions.add(a_session())
    sessions.touch("k1", NOON + timedelta(minutes=5))
    assert sessions.get("k1").seen == NOON + timedelta(minutes=5)


def test_a_deleted_session_is_not_brought_back_by_use(sessions: Any) -> None:
    sessions.touch("gone", NOON)
    assert sessions.get("gone") is None


def test_the_sessions_of_a_user_come_newest_first(sessions: Any) -> None:
    sessions.add(a_session("k1"))
    sessions.add(a_session("k2", minutes=3))
    sessions.add(a_session("k3", user="wu"))
    assert [session.key for session in sessions.of_user("lin")] == ["k2", "k1"]


def test_attempts_begin_at_none(attempts: Any) -> None:
    assert attempts.get("name#x") == Attempts()


def test_attempts_are_counted_and_cleared(attempts: Any) -> None:
    once = Attempts(1, NOON + timedelta(seconds=30))
    assert attempts.replace("name#x", Attempts(), once, NOON)
    assert attempts.get("name#x") == once
    attempts.clear("name#x")
    assert attempts.get("name#x") == Attempts()


def test_a_count_that_was_taken_back_to_none_counts_on(attempts: Any) -> None:
    assert attempts.replace("name#x", Attempts(), Attempts(1), NOON)
    assert attempts.replace("name#x", Attempts(1), Attempts(), NOON)
    assert attempts.replace("name#x", Attempts(), Attempts(1), NOON)
    assert attempts.get("name#x") == Attempts(1)


def test_two_attempts_at_once_do_not_share_a_count(attempts: Any) -> None:
    assert attempts.replace("name#x", Attempts(), Attempts(1), NOON)
    assert not attempts.replace("name#x", Attempts(), Attempts(1), NOON)


def an_entry(key: str, who: str = "lin", day: str = "2026-11-21") -> AuditEntry:
    return AuditEntry(day, key, NOON, who, "case.read", "case", "A17", Outcome.BEGUN, "::1")


def test_audit_entries_are_read_by_day_newest_first(audit: Any) -> None:
    audit.add(an_entry("1"))
    audit.add(an_entry("2", who="wu"))
    audit.add(an_entry("3", day="2026-11-22"))
    assert [entry.key for entry in audit.of_day("2026-11-21", None, 10).items] == ["2", "1"]


def test_audit_entries_are_read_by_user_in_pages(audit: Any) -> None:
    audit.add(an_entry("1"))
    audit.add(an_entry("2", day="2026-11-22"))
    audit.add(an_entry("3", who="wu"))
    first = audit.of_user("lin", None, 1)
    second = audit.of_user("lin", first.next, 1)
    assert [entry.key for entry in (*first.items, *second.items)] == ["2", "1"]


def test_an_audit_entry_is_never_overwritten(audit: Any) -> None:
    audit.add(an_entry("1"))
    with pytest.raises(Conflict):
        audit.add(an_entry("1", who="wu"))


def test_an_audit_entry_is_finished_once(audit: Any) -> None:
    audit.add(an_entry("1"))
    done = replace(an_entry("1"), outcome=Outcome.DONE, subject="A18")
    audit.finish(done)
    assert audit.of_day("2026-11-21", None, 10).items == (done,)
    with pytest.raises(Conflict):
        audit.finish(replace(done, outcome=Outcome.REFUSED))
