"""Secrets are asked for once and never shown again."""

import io
import json

import pytest

from chalicelib.secrets_store import read_secrets
from infra.keys import Keys, asker
from infra.stage import Unfit
from tests.fakes_secrets import FakeParameters

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
GIVEN = f"wechat_app_secret=one\nwechat_token = two\nwechat_aes_key={KEY}\n"


def test_what_was_given_is_what_the_service_reads() -> None:
    parameters = FakeParameters({})
    Keys(parameters, "/x").ensure(asker(io.StringIO(GIVEN)))
    found = read_secrets(parameters, "/x")
    assert (found["wechat_token"], found["wechat_aes_key"]) == ("two", KEY)
    assert len(found["pseudonym_key"]) == 64


def test_what_is_made_at_random_is_not_announced_as_a_question() -> None:
    asked = Keys(FakeParameters({}), "/x").asked_for()
    assert asked == ["wechat_app_secret", "wechat_token", "wechat_aes_key"]


def test_they_are_kept_encrypted() -> None:
    parameters = FakeParameters({})
    Keys(parameters, "/x").ensure(asker(io.StringIO(GIVEN)))
    assert parameters.kinds == {"/x": "SecureString"}


def test_nothing_is_asked_twice() -> None:
    parameters = FakeParameters({})
    first = Keys(parameters, "/x").ensure(asker(io.StringIO(GIVEN)))
    assert Keys(parameters, "/x").ensure(asker(io.StringIO(""))) == first


def test_a_missing_answer_keeps_nothing() -> None:
    parameters = FakeParameters({})
    with pytest.raises(Unfit, match="wechat_token"):
        Keys(parameters, "/x").ensure(asker(io.StringIO("wechat_app_secret=one")))
    assert parameters.held == {}


def test_replacing_one_changes_the_mark_and_leaves_the_others() -> None:
    parameters = FakeParameters({})
    keys = Keys(parameters, "/x")
    before = keys.ensure(asker(io.StringIO(GIVEN)))
    held = json.loads(parameters.held["/x"][0])
    keys.replace(asker(io.StringIO("wechat_token=new")))
    assert json.loads(parameters.held["/x"][0]) == held | {"wechat_token": "new"}
    assert keys.mark() != before


def test_what_only_some_libraries_need_can_be_added() -> None:
    parameters = FakeParameters({})
    keys = Keys(parameters, "/x")
    keys.ensure(asker(io.StringIO(GIVEN)))
    assert "circulation_secret" not in read_secrets(parameters, "/x")
    keys.replace(asker(io.StringIO("circulation_secret=gate")))
    assert read_secrets(parameters, "/x")["circulation_secret"] == "gate"


@pytest.mark.parametrize(
    ("field", "value"),
    [("wechat_aes_key", KEY[1:]), ("wechat_token", "a b c"), ("wechat_token", "x" * 33)],
)
def test_what_cannot_be_right_is_refused_before_it_is_kept(field: str, value: str) -> None:
    parameters = FakeParameters({})
    keys = Keys(parameters, "/x")
    keys.ensure(asker(io.StringIO(GIVEN)))
    with pytest.raises(Unfit, match=field):
        keys.replace(asker(io.StringIO(f"{field}={value}")))
    assert parameters.held["/x"][1] == 1


def test_keys_that_cannot_be_right_are_found_afterwards() -> None:
    parameters = FakeParameters({"/x": json.dumps({"wechat_token": "t", "wechat_aes_key": KEY})})
    assert Keys(parameters, "/x").unfit() == ["wechat_token"]
