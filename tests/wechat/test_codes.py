import pytest

from chalicelib.errors import (
    BadRequest,
    GiveUp,
    Misconfigured,
    NotAllowed,
    NotFound,
    TryLater,
    WeiguanError,
)
from chalicelib.wechat.codes import KNOWN, error_for, token_error_for
from local.wechat_platform.codes import MEANING


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, TryLater),
        (45009, TryLater),
        (45011, TryLater),
        (40001, TryLater),
        (45015, NotAllowed),
        (45047, NotAllowed),
        (43101, NotAllowed),
        (40007, NotFound),
        (46003, NotFound),
        (40125, Misconfigured),
        (40164, Misconfigured),
        (40243, Misconfigured),
        (48001, Misconfigured),
        (40018, BadRequest),
        (45002, GiveUp),
    ],
)
def test_a_code_says_what_to_do_next(code: int, kind: type[WeiguanError]) -> None:
    assert type(error_for(code)) is kind
    assert str(code) in str(error_for(code))


def test_an_unknown_code_is_given_up() -> None:
    assert type(error_for(99999)) is GiveUp


@pytest.mark.parametrize("code", sorted(set(MEANING) - {0}))
def test_every_code_the_platform_in_the_box_answers_is_known(code: int) -> None:
    assert code in KNOWN


def test_a_refused_token_request_is_about_the_secret() -> None:
    assert type(token_error_for(40001)) is Misconfigured
    assert type(token_error_for(-1)) is TryLater


def test_ok_is_no_error() -> None:
    assert 0 not in KNOWN
