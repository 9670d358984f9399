"""Nothing that goes wrong shows the secret or a token: in no error, cause, or log."""

import traceback
from collections.abc import Callable, Iterator

import pytest

from chalicelib.errors import WeiguanError
from chalicelib.wechat.api import WeChatApi
from tests.wechat.factories import SECRET, an_api, soon
from tests.wechat.standin import Answer, Platform, code, facts, redirect

TOKEN = "token-1"
LOGIN_CODE = "code-of-a-login"
LEAKY = f"invalid credential, access_token={TOKEN} secret={SECRET} code={LOGIN_CODE}"
HTML = {"Content-Type": "text/html"}
JSON = {"Content-Type": "application/json"}

FAILURES = {
    "refused with our own words": code(45015, LEAKY),
    "stale token": code(40001, LEAKY),
    "unknown code": code(99999, LEAKY),
    "server error": Answer(LEAKY.encode(), status=500),
    "not found": Answer(LEAKY.encode(), status=404),
    "redirect": redirect(f"http://elsewhere.example/?access_token={TOKEN}"),
    "no json": Answer(LEAKY.encode(), headers=HTML),
    "torn": Answer(b"{", length=100, headers=JSON),
    "cut off": Answer(chunks=[b""], length=5, headers=JSON),
}


def everything_told(problem: BaseException) -> Iterator[str]:
    """The error, its arguments, and all that hangs on it."""
    yield "".join(traceback.format_exception(problem))
    yield repr(problem.args) + repr(vars(problem))
    yield from everything_told(problem.__cause__) if problem.__cause__ else ()
    yield from everything_told(problem.__context__) if problem.__context__ else ()


def problem_of(act: Callable[[], object]) -> WeiguanError:
    with pytest.raises(WeiguanError) as caught:
        act()
    return caught.value


CALLS: dict[str, Callable[[WeChatApi], object]] = {
    "send": lambda api: api.send_text("reader", "hello"),
    "download": lambda api: api.download("medium", 1000, soon()),
    "menu": lambda api: api.delete_menu(),
    "upload": lambda api: api.upload_media("image", "a.jpg", b"x", "image/jpeg"),
    "wechatpy": lambda api: api.tag.get(),
    "web login": lambda api: api.visitor(LOGIN_CODE),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_call_shows_no_secret(
    platform: Platform, call: str, failure: str, logged: pytest.LogCaptureFixture
) -> None:
    platform.says = lambda asked: FAILURES[failure]
    problem = problem_of(lambda: CALLS[call](an_api(platform.url)))
    told = "\n".join([*everything_told(problem), logged.text])
    assert TOKEN not in told
    assert SECRET not in told
    assert LOGIN_CODE not in told


def test_a_web_login_leaves_neither_code_nor_token_nor_reader_in_the_log(
    platform: Platform, logged: pytest.LogCaptureFixture
) -> None:
    platform.says = lambda asked: facts(access_token="token-of-login", openid="o-visitor")
    visitor = an_api(platform.url).visitor(LOGIN_CODE)
    assert visitor.reader == "o-visitor"
    hidden = (LOGIN_CODE, SECRET, "token-of-login", "o-visitor")
    assert "platform called" in logged.text
    assert [one for one in hidden if one in logged.text] == []


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_token_fetch_shows_no_secret(
    platform: Platform, failure: str, logged: pytest.LogCaptureFixture
) -> None:
    platform.tokens = lambda asked: FAILURES[failure]
    problem = problem_of(lambda: an_api(platform.url).get_menu())
    told = "\n".join([*everything_told(problem), logged.text])
    assert SECRET not in told


def test_a_platform_that_has_gone_shows_no_secret(
    platform: Platform, api: WeChatApi, logged: pytest.LogCaptureFixture
) -> None:
    platform.script.append(Answer(b"{}", length=2, headers=JSON))
    api.delete_menu()
    platform.stop()
    told = "\n".join([*everything_told(problem_of(api.delete_menu)), logged.text])
    assert TOKEN not in told
    assert SECRET not in told


def test_an_error_has_neither_cause_nor_context(platform: Platform) -> None:
    platform.says = lambda asked: Answer(b"{", length=100, headers=JSON)
    problem = problem_of(lambda: an_api(platform.url).delete_menu())
    assert problem.__cause__ is None
    assert problem.__context__ is None


def test_a_good_call_is_logged_with_its_time_and_without_its_words(
    platform: Platform, logged: pytest.LogCaptureFixture
) -> None:
    an_api(platform.url).send_text("the-reader", "the words")
    last = logged.records[-1]
    assert last.getMessage() == "platform called"
    assert set(vars(last)["fields"]) == {"call", "ms", "code"}
    assert vars(last)["fields"]["call"] == "cgi-bin/message/custom/send"
    logged = [repr(vars(record)) for record in logged.records]
    assert not [line for line in logged if "the words" in line or "the-reader" in line]
    assert not [line for line in logged if TOKEN in line or SECRET in line]


def test_a_printed_client_and_a_printed_call_show_no_secret(
    platform: Platform, api: WeChatApi
) -> None:
    assert SECRET not in repr(api)
