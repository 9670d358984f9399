from datetime import timedelta

import pytest

from chalicelib.errors import BadRequest, Conflict, NotFound
from chalicelib.staff import passwords
from chalicelib.staff.model import Role, Session
from chalicelib.staff.service_people import StaffList, ensure_first_admin
from tests.factories_staff import GOOD_PASSWORD, NOON, QUICK, a_user
from tests.fakes_staff import FakeSessions, FakeUsers

DESK = frozenset({Role.DESK})
LATER = NOON + timedelta(hours=1)


class House:
    def __init__(self) -> None:
        self.users = FakeUsers({"admin": a_user("admin", Role.ADMIN), "lin": a_user("lin")})
        self.sessions = FakeSessions()
        self.sessions.add(Session("k", "lin", NOON, NOON, LATER))
        self.people = StaffList(
            self.users, self.sessions, encode=lambda password: passwords.encode(password, QUICK)
        )


@pytest.fixture
def house() -> House:
    return House()


def test_a_new_person_gets_a_password_made_for_them(house: House) -> None:
    password = house.people.create("zhang.min", " 张  敏 ", DESK, NOON)
    made = house.people.get("zhang.min")
    assert passwords.matches(password, made.password)
    assert made.must_change
    assert made.display == "张 敏"


def test_a_name_that_is_taken_is_refused(house: House) -> None:
    with pytest.raises(Conflict, match="登录名"):
        house.people.create("lin", "林", DESK, NOON)


def test_letting_somebody_go_ends_their_sessions(house: House) -> None:
    house.people.disable("lin", LATER)
    assert house.sessions.rows == {}
    assert not house.people.get("lin").active


def test_a_new_first_password_ends_the_sessions(house: House) -> None:
    password = house.people.reset_password("lin", LATER)
    assert house.sessions.rows == {}
    assert passwords.matches(password, house.people.get("lin").password)


def test_a_changed_password_ends_the_sessions_and_is_ones_own(house: House) -> None:
    house.people.reset_password("lin", NOON)
    password = house.people.reset_password("lin", NOON)
    house.people.change_password("lin", password, GOOD_PASSWORD, LATER)
    assert not house.people.get("lin").must_change
    assert house.people.get("lin").valid_from == LATER


def test_the_old_password_is_asked_for(house: House) -> None:
    with pytest.raises(BadRequest, match="原密码"):
        house.people.change_password("lin", "guess", "一句别人想不到的话吧", NOON)


def test_the_old_password_is_no_new_one(house: House) -> None:
    with pytest.raises(BadRequest, match="一样"):
        house.people.change_password("lin", GOOD_PASSWORD, GOOD_PASSWORD, NOON)


def test_the_last_admin_can_neither_go_nor_lose_the_role(house: House) -> None:
    with pytest.raises(BadRequest, match="最后一位"):
        house.people.disable("admin", NOON)
    with pytest.raises(BadRequest, match="最后一位"):
        house.people.change("admin", "甲", DESK, 0)


def test_an_admin_may_go_when_there_is_another(house: House) -> None:
    house.people.change("lin", "林", frozenset({Role.ADMIN}), 0)
    house.people.disable("admin", NOON)
    assert not house.people.get("admin").active


def test_somebody_unknown_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        house.people.get("nobody")
    with pytest.raises(NotFound):
        house.people.get("")


def test_the_first_person_has_every_role_and_a_password_made_for_them() -> None:
    users = FakeUsers()
    password = ensure_first_admin(users, NOON)
    first = users.rows["admin"]
    assert password is not None
    assert passwords.matches(password, first.password)
    assert first.roles == set(Role)
    assert first.must_change


def test_there_is_no_second_first_person() -> None:
    users = FakeUsers()
    ensure_first_admin(users, NOON)
    assert ensure_first_admin(users, NOON) is None
