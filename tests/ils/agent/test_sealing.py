"""Between service and agent nobody reads, changes or repeats anything."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.errors import GiveUp, Misconfigured, NotAllowed
from chalicelib.ils.agent.sealing import WINDOW_S, Key, answer, task

KEY = Key("a key for tests, longer than thirty-two characters")
OTHER = Key("another key, also longer than thirty-two characters")
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PATH = "/agent/take"


def test_what_is_sealed_is_opened_again() -> None:
    sealed = KEY.seal(b"4711", task("1"))
    assert b"4711" not in sealed
    assert KEY.open(sealed, task("1")) == b"4711"


def test_the_same_is_never_sealed_alike() -> None:
    assert KEY.seal(b"4711", task("1")) != KEY.seal(b"4711", task("1"))


@pytest.mark.parametrize(
    ("key", "what"), [(OTHER, task("1")), (KEY, task("2")), (KEY, answer("1"))]
)
def test_another_key_or_another_thing_opens_nothing(key: Key, what: str) -> None:
    with pytest.raises(GiveUp):
        key.open(KEY.seal(b"4711", task("1")), what)


@pytest.mark.parametrize(
    "sealed", [b"", b"short", KEY.seal(b"x", task("1"))[:-1]], ids=["empty", "short", "cut"]
)
def test_what_was_changed_is_not_opened(sealed: bytes) -> None:
    with pytest.raises(GiveUp):
        KEY.open(sealed, task("1"))


def test_a_signature_of_now_is_right() -> None:
    KEY.check(KEY.sign(PATH, b"{}", NOW), PATH, b"{}", NOW + timedelta(seconds=WINDOW_S))


@pytest.mark.parametrize("away_s", [-WINDOW_S - 1, WINDOW_S + 1])
def test_a_signature_of_another_time_is_refused(away_s: int) -> None:
    with pytest.raises(NotAllowed, match="clock"):
        KEY.check(KEY.sign(PATH, b"{}", NOW), PATH, b"{}", NOW + timedelta(seconds=away_s))


@pytest.mark.parametrize(
    ("signature", "path", "body"),
    [
        (KEY.sign(PATH, b"{}", NOW), "/agent/answer", b"{}"),
        (KEY.sign(PATH, b"{}", NOW), PATH, b"{ }"),
        (OTHER.sign(PATH, b"{}", NOW), PATH, b"{}"),
        ("", PATH, b"{}"),
        (":", PATH, b"{}"),
        ("²:00", PATH, b"{}"),
        ("9" * 400 + ":00", PATH, b"{}"),
    ],
)
def test_a_wrong_signature_is_refused(signature: str, path: str, body: bytes) -> None:
    with pytest.raises(NotAllowed, match="signature"):
        KEY.check(signature, path, body, NOW)


def test_a_short_key_is_no_key() -> None:
    with pytest.raises(Misconfigured):
        Key.read("short")


def test_the_key_is_not_shown() -> None:
    assert "tests" not in repr(KEY)
