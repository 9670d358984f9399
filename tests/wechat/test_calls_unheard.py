"""Whether a call that failed may have been done all the same (`Unheard`) or was not."""

import pytest

from chalicelib.errors import TryLater, Unheard
from chalicelib.wechat.calls import Ask, Calls
from chalicelib.wechat.patience import for_seconds
from tests.wechat.standin import Answer, Platform, code

ASK = Ask("POST", "cgi-bin/x", body=b"{}")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"oops", status=500),
        Answer(b"not json", headers={"Content-Type": "application/json"}),
        Answer(b"{}", length=500),
    ],
)
def test_an_answer_that_does_not_arrive_leaves_open_whether_it_was_done(
    platform: Platform, answer: Answer
) -> None:
    platform.script.append(answer)
    with pytest.raises(Unheard):
        Calls(platform.url).send(ASK, for_seconds(2))


def test_a_refusal_is_an_answer(platform: Platform) -> None:
    platform.script.append(code(45009))
    assert Calls(platform.url).send(ASK, for_seconds(2)).code == 45009


def test_too_many_calls_were_not_done(platform: Platform) -> None:
    platform.script.append(Answer(b"", status=429))
    with pytest.raises(TryLater) as later:
        Calls(platform.url).send(ASK, for_seconds(2))
    assert not isinstance(later.value, Unheard)
