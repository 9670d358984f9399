"""Settings come from the environment; secrets may come from a store, once."""

import json

import pytest

from chalicelib.errors import Misconfigured, TryLater
from chalicelib.secrets_store import read_secrets
from chalicelib.settings import SECRETS, Settings, from_environment
from chalicelib.wiring import Services
from tests.fakes_secrets import FakeParameters, refusal


def test_a_table_is_named_by_a_variable_without_hyphens() -> None:
    settings = from_environment({"WEIGUAN_TABLE_NAME_STAFF_USERS": "stack-users-1"})
    assert settings.table_name("staff-users") == "stack-users-1"


def test_secrets_are_not_shown_with_the_settings() -> None:
    given = dict.fromkeys(SECRETS, "hidden-value")
    assert "hidden-value" not in repr(Settings(**given))  # type: ignore[arg-type]


def test_all_secrets_come_by_one_question() -> None:
    held = {field: field.upper() for field in SECRETS}
    parameters = FakeParameters({"/weiguan/x": json.dumps(held | {"other": "1"})})
    assert read_secrets(parameters, "/weiguan/x") == held


def test_a_missing_secret_is_named() -> None:
    parameters = FakeParameters({"/x": json.dumps(dict.fromkeys(SECRETS[1:], "v"))})
    with pytest.raises(Misconfigured, match="wechat_app_secret"):
        read_secrets(parameters, "/x")


def test_a_place_without_secrets_is_a_wrong_set_up() -> None:
    with pytest.raises(Misconfigured, match="ParameterNotFound"):
        read_secrets(FakeParameters({}), "/x")


@pytest.mark.parametrize(
    ("code", "error"), [("AccessDeniedException", Misconfigured), ("ThrottlingException", TryLater)]
)
def test_a_refusal_is_sorted_by_what_to_do_next(code: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=code):
        read_secrets(FakeParameters({}, refusal(code)), "/x")


def test_on_one_machine_no_store_is_asked() -> None:
    services = Services(Settings(wechat_token="here"))
    assert services.secret_settings.wechat_token == "here"
