"""A way back in where the last admin's password is lost."""

from datetime import UTC, datetime

import pytest

from chalicelib.settings import Settings
from chalicelib.staff import passwords
from chalicelib.staff.model import UserState
from chalicelib.staff.service_people import StaffList
from chalicelib.staff.store import SessionStore, UserStore
from chalicelib.staff.store_audit import AuditStore
from chalicelib.tables.connect import Wire
from chalicelib.wiring import Services
from infra.people import first_admin, reset
from infra.stage import Unfit

pytestmark = pytest.mark.engine
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def services(storage: Wire, storage_settings: Settings) -> Services:
    made = Services(storage_settings)
    first_admin(made, NOW)
    return made


def test_the_last_admin_gets_in_again_with_a_password_shown_once(services: Services) -> None:
    password = reset(services, "admin", NOW)
    user = UserStore().get("admin")
    assert user is not None
    assert (passwords.matches(password, user.password), user.must_change) == (True, True)


def test_it_is_on_record(services: Services) -> None:
    reset(services, "admin", NOW)
    (entry,) = AuditStore().of_day("2026-11-21", None, 10).items
    assert (entry.who, entry.deed, entry.subject) == ("technician", "people.reset", "admin")


def test_somebody_who_was_shut_out_is_let_in_again(services: Services) -> None:
    people = StaffList(UserStore(), SessionStore())
    people.create("second", "S", people.get("admin").roles, NOW)
    people.disable("second", NOW)
    reset(services, "second", NOW)
    assert people.get("second").state is UserState.ACTIVE


@pytest.mark.parametrize("name", ["nobody", "no such name!"])
def test_nobody_is_made_by_it(services: Services, name: str) -> None:
    with pytest.raises(Unfit, match="nobody named"):
        reset(services, name, NOW)


def test_a_second_first_admin_is_refused_with_the_next_step(services: Services) -> None:
    with pytest.raises(Unfit, match="RESET=name"):
        first_admin(services, NOW)
