"""The signature says who writes; a header on the way says nothing."""

import pytest

from tests.scenarios.front import FrontDoor


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": ""},
        {"Content-Type": "text/xml; charset=utf-8"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
def test_a_stranger_is_refused_for_the_signature_whatever_the_content_type(
    front: FrontDoor, headers: dict[str, str]
) -> None:
    assert front.client.http.post("/wechat", headers=headers, body=b"<xml/>").status_code == 403


@pytest.mark.parametrize("kind", ["", "text/plain", "text/xml; charset=utf-8"])
def test_a_message_is_answered_whatever_the_content_type(front: FrontDoor, kind: str) -> None:
    front.content_type = kind
    assert front.reader().says("您好") != ""
