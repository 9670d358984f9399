from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.errors import BadRequest, NotFound, TryLater
from chalicelib.staff.model import UserState
from chalicelib.staff.service import FrontDoor, session_key
from tests.factories_staff import GOOD_PASSWORD, NOON, a_user
from tests.fakes_staff import FakeAttempts, FakeSessions, FakeUsers


class Counting:
    """Stands for the hash: says whether the password is the good one and counts the work."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def __call__(self, password: str, encoded: str) -> bool:
        self.tried.append(encoded[:6])
        return password == GOOD_PASSWORD and encoded == a_door_user.password


a_door_user = a_user("lin")


class Front:
    def __init__(self) -> None:
        self.users = FakeUsers({"lin": a_door_user})
        self.sessions = FakeSessions()
        self.work = Counting()
        self.door = FrontDoor(self.users, self.sessions, FakeAttempts(), self.work)

    def try_to_enter(
        self, name: str = "lin", password: str = "wrong", after_s: int = 0, address: str = "::1"
    ) -> str:
        now = NOON + timedelta(seconds=after_s)
        try:
            return self.door.sign_in(name, password, address, "Firefox", now).secret
        except (BadRequest, TryLater) as problem:
            return f"{type(problem).__name__}: {problem}"

    def fail(self, times: int, **how: object) -> list[str]:
        return [self.try_to_enter(**how) for _ in range(times)]  # type: ignore[arg-type]


@pytest.fixture
def front() -> Front:
    return Front()


def test_the_right_password_opens_a_session(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    known = front.door.who(secret, NOON)
    assert known is not None
    assert known[0].name == "lin"


def test_the_table_holds_no_secret_that_would_open_a_session(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    assert secret not in str(front.sessions.rows)
    assert list(front.sessions.rows) == [session_key(secret)]


def test_an_unknown_name_gets_the_same_words_and_the_same_work(front: Front) -> None:
    assert front.try_to_enter("lin") == front.try_to_enter("nobody") == front.try_to_enter("张")
    assert front.work.tried == ["scrypt"] * 3


def test_a_disabled_user_gets_the_same_words(front: Front) -> None:
    front.users.rows["lin"] = replace(a_door_user, state=UserState.DISABLED)
    assert front.try_to_enter(password=GOOD_PASSWORD) == front.try_to_enter("nobody")


def test_after_five_failures_even_the_right_password_waits(front: Front) -> None:
    front.fail(5)
    assert front.try_to_enter(password=GOOD_PASSWORD).startswith("TryLater")
    assert "TryLater" not in front.try_to_enter(password=GOOD_PASSWORD, after_s=31)


def test_an_unknown_name_waits_just_the_same(front: Front) -> None:
    assert front.fail(7, name="lin") == front.fail(7, name="nobody")


def test_one_address_that_tries_many_names_waits(front: Front) -> None:
    tried = [front.try_to_enter(f"name{n}") for n in range(40)]
    assert tried[-1].startswith("TryLater")
    assert front.try_to_enter("name99", address="2001:db8:0:2::1").startswith("BadRequest")


def test_waiting_costs_no_hash(front: Front) -> None:
    front.fail(20)
    assert len(front.work.tried) == 5


def test_signing_in_forgets_the_failures(front: Front) -> None:
    front.fail(4)
    front.try_to_enter(password=GOOD_PASSWORD)
    assert front.fail(4)[-1].startswith("BadRequest")


def test_a_session_ends_after_two_idle_hours(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    assert front.door.who(secret, NOON + timedelta(minutes=119)) is not None
    assert front.door.who(secret, NOON + timedelta(minutes=119 + 121)) is None


def test_a_session_ends_after_twelve_hours_however_busy(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    used = [front.door.who(secret, NOON + timedelta(hours=hour)) for hour in range(13)]
    assert [known is not None for known in used] == [True] * 12 + [False]


def test_the_last_use_is_not_written_on_every_request(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    front.door.who(secret, NOON + timedelta(seconds=30))
    assert front.sessions.rows[session_key(secret)].seen == NOON


def test_signing_out_deletes_the_session(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    front.door.sign_out(secret)
    assert front.sessions.rows == {}


def test_a_disabled_users_session_is_void_at_once(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    front.users.rows["lin"] = replace(a_door_user, state=UserState.DISABLED)
    assert front.door.who(secret, NOON) is None


def test_a_session_the_index_did_not_show_yet_is_void_all_the_same(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    front.users.rows["lin"] = replace(a_door_user, valid_from=NOON + timedelta(seconds=1))
    assert front.door.who(secret, NOON + timedelta(seconds=2)) is None


def test_nobody_ends_the_session_of_somebody_else(front: Front) -> None:
    secret = front.try_to_enter(password=GOOD_PASSWORD)
    with pytest.raises(NotFound):
        front.door.end_session(a_user("wu"), session_key(secret))
