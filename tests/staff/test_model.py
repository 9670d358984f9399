import pytest

from chalicelib.errors import BadRequest
from chalicelib.limits.attempts import Attempts
from chalicelib.staff.lockout import PER_USER
from chalicelib.staff.model import (
    ALLOWED,
    Action,
    Role,
    checked_display,
    checked_name,
    checked_password,
    checked_roles,
)
from tests.factories_staff import NOON, a_user


def test_every_role_allows_something_and_every_action_is_allowed_to_somebody() -> None:
    assert set(ALLOWED) == set(Role)
    assert frozenset().union(*ALLOWED.values()) == set(Action)


def test_an_admin_reads_no_case_by_that_role_alone() -> None:
    assert not a_user("it", Role.ADMIN).may(Action.READ_CASES)


def test_two_roles_allow_what_either_allows() -> None:
    both = a_user("lin", Role.DESK, Role.EDITOR)
    assert both.may(Action.ANSWER_CASES)
    assert both.may(Action.EDIT_KNOWLEDGE)


@pytest.mark.parametrize("name", ["", "A", "9a", "zhang min", "张敏", "a" * 40, "a/b", "x"])
def test_a_bad_name_is_refused_in_words(name: str) -> None:
    with pytest.raises(BadRequest, match="登录名"):
        checked_name(name)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "aaaaaaaaaaaa",
        "12345678901234",
        "zhangmin-2026",
        "98765432109876",
        "elevenchars",
        "长" * 200,
    ],
)
def test_an_easy_password_is_refused(password: str) -> None:
    with pytest.raises(BadRequest):
        checked_password(password, "zhangmin")


def test_a_sentence_is_a_good_password() -> None:
    assert checked_password("三月的雨落在江面上真好听", "lin")


def test_a_person_needs_a_name_and_a_role() -> None:
    with pytest.raises(BadRequest):
        checked_display("   ")
    with pytest.raises(BadRequest):
        checked_roles(frozenset())


def test_waits_begin_after_five_failures_double_and_stop_growing() -> None:
    after = [PER_USER.after_failure(Attempts(n), NOON).wait_until for n in range(3, 14)]
    waits = [int((until - NOON).total_seconds()) if until else 0 for until in after]
    assert waits == [0, 30, 60, 120, 240, 480, 900, 900, 900, 900, 900]
