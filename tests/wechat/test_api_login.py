"""Who opened a page, asked of a platform that answers as it likes."""

from time import monotonic

import pytest

from chalicelib.errors import GiveUp, NotFound, TryLater
from chalicelib.wechat.api import WeChatApi
from chalicelib.wechat.platform_model import Visitor
from tests.wechat.factories import APP_ID, SECRET
from tests.wechat.standin import Answer, Platform, code, facts


def test_a_web_login_is_asked_with_the_secret_and_no_token(
    platform: Platform, api: WeChatApi
) -> None:
    platform.script.append(facts(openid="o-visitor", access_token="login-token"))
    assert api.visitor("code-1") == Visitor("o-visitor", is_snapshot=False)
    (asked,) = platform.asked
    assert (asked.method, asked.path) == ("GET", "/sns/oauth2/access_token")
    assert asked.query == {
        "appid": APP_ID,
        "secret": SECRET,
        "code": "code-1",
        "grant_type": "authorization_code",
    }


@pytest.mark.parametrize("told", [1, "1", True, "yes"])
def test_whatever_may_be_a_snapshot_is_one(
    platform: Platform, api: WeChatApi, told: object
) -> None:
    platform.script.append(facts(openid="o-made-up", is_snapshotuser=told))
    assert api.visitor("code-1").is_snapshot


@pytest.mark.parametrize("told", [{}, {"openid": ""}, {"openid": 7}, {"openid": None}])
def test_a_web_login_of_nobody_is_given_up(
    platform: Platform, api: WeChatApi, told: dict[str, object]
) -> None:
    platform.script.append(facts(**told))
    with pytest.raises(GiveUp, match="nobody"):
        api.visitor("code-1")


@pytest.mark.parametrize("number", [40029, 40163])
def test_a_login_code_that_serves_no_more_is_not_found(
    platform: Platform, api: WeChatApi, number: int
) -> None:
    platform.script.append(code(number))
    with pytest.raises(NotFound, match=str(number)):
        api.visitor("code-1")
    assert len(platform.asked) == 1


def test_a_platform_that_dribbles_does_not_hold_up_a_login(
    platform: Platform, api: WeChatApi
) -> None:
    platform.script.append(Answer(chunks=[b" "] * 100, pause_s=0.5, length=100))
    began = monotonic()
    with pytest.raises(TryLater):
        api.visitor("code-1")
    assert monotonic() - began < 8
