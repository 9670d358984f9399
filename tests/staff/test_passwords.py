import time

from chalicelib.staff import passwords
from tests.factories_staff import QUICK


def test_the_right_password_matches_and_another_does_not() -> None:
    encoded = passwords.encode("江上的灯火", QUICK)
    assert passwords.matches("江上的灯火", encoded)
    assert not passwords.matches("江上的灯", encoded)


def test_the_same_password_is_never_stored_alike() -> None:
    assert passwords.encode("same", QUICK) != passwords.encode("same", QUICK)


def test_an_encoded_password_names_its_cost_so_that_the_cost_can_be_raised() -> None:
    assert passwords.encode("x").startswith("scrypt$14,8,1$")


def test_first_passwords_are_long_and_all_different() -> None:
    made = {passwords.random_password() for _ in range(50)}
    assert len(made) == 50
    assert {len(password) for password in made} == {23}


def test_nobody_has_a_password_that_costs_as_much_to_try_and_never_fits() -> None:
    began = time.perf_counter()
    assert not passwords.matches("", passwords.NOBODY)
    assert time.perf_counter() - began > 0.005
