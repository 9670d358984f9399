"""What a library wrote about its system is read as meant, or said to be wrong by its name."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.errors import Misconfigured
from chalicelib.ils.described import Described, read

GOOD = Described("circulation_at", {"host": "here", "lines": 3, "tls": True, "names": {"a": "b"}})
BAD = Described("circulation_at", {"host": 1, "lines": True, "names": {"a": 1}, "tls": "yes"})


def test_what_stands_there_is_taken_else_what_is_usual() -> None:
    assert (GOOD.text("host"), GOOD.text("user", "we")) == ("here", "we")
    assert (GOOD.whole("lines", 2, 9), GOOD.whole("size", 2, 9)) == (3, 2)
    assert (GOOD.texts("names"), GOOD.map("fields")) == ({"a": "b"}, {})
    assert (GOOD.is_on("tls"), GOOD.is_on("unencrypted"), BAD.is_on("tls")) == (True, False, False)


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        (lambda: BAD.text("host"), "circulation_at: host must be a text"),
        (lambda: BAD.whole("lines", 2, 9), "lines must be a whole number, at most 9"),
        (lambda: GOOD.whole("lines", 2, 2), "at most 2"),
        (lambda: BAD.map("lines"), "lines must be a map"),
        (lambda: BAD.texts("names"), "names must be a map of texts"),
    ],
)
def test_a_mistake_is_named(asks: Callable[[], Any], said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        asks()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "is no JSON"), ("[]", "knows no facts"), ('{"b": 1, "a": 1}', "knows no a, b")],
)
def test_what_nobody_asked_for_is_refused(text: str, said: str) -> None:
    with pytest.raises(Misconfigured, match=f"circulation_at {said}"):
        read("circulation_at", text, {"host"})


def test_all_else_is_read() -> None:
    assert read("catalogue_at", '{"host": "x"}', {"host"}) == Described(
        "catalogue_at", {"host": "x"}
    )
