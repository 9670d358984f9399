"""Anything at the front door: never a 5xx, no secret told, nothing unsigned acted on.

Short form: a thousand requests; `DRILLS=long`: a hundred thousand. The staff routes have their
own in tests/staff/test_fuzz.py.
"""

import logging
import os
import secrets
import traceback
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.tables.meter import metering
from tests.factories_wechat import Post, a_message, signed
from tests.scenarios import front as front_door
from tests.scenarios.conftest import answers, clock, front, services  # noqa: F401 - fixtures
from tests.scenarios.front import FrontDoor
from tests.wechat.strategies import any_text, bodies, messages, queries

pytestmark = pytest.mark.drill
SCALE = 100 if os.environ.get("DRILLS") == "long" else 1
SECRETS = (front_door.AES_KEY, front_door.TOKEN, "scenario-secret")
METHODS = ["GET", "POST", "PUT", "HEAD"]
TYPES = ["text/xml", "application/xml", "application/json", "text/plain", ""]


def times(examples: int) -> settings:
    return settings(
        max_examples=examples * SCALE,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


class Ear(logging.Handler):
    """Hears every log record of the process, exceptions and all."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        told = f"{record.getMessage()} {vars(record)} {trace}"
        self.heard += [secret for secret in SECRETS if secret in told]


@pytest.fixture
def ear() -> Iterator[Ear]:
    """On the service's log (chalice's has the same name), away from pytest, which keeps it all;
    and on whatever libraries find worth a warning."""
    ear, service, others = Ear(), logging.getLogger("weiguan"), logging.getLogger()
    level, propagate = service.level, service.propagate
    service.setLevel(logging.DEBUG)
    service.propagate = False
    service.addHandler(ear)
    others.addHandler(ear)
    yield ear
    service.removeHandler(ear)
    others.removeHandler(ear)
    service.setLevel(level)
    service.propagate = propagate


@pytest.fixture
def door(front: FrontDoor, answers: None, ear: Ear) -> "Door":  # noqa: F811 - fixtures
    """Of a warm process: the first request of all builds the service, for which it reads."""
    door = Door(front, ear)
    door.knock("GET", "", Post({}, b""))
    return door


class Door:
    """The webhook as the network sees it."""

    def __init__(self, front: FrontDoor, ear: Ear) -> None:  # noqa: F811
        self._front = front
        self._ear = ear
        self._nonce = secrets.token_hex(5)

    @property
    def stamp(self) -> tuple[str, str]:
        return str(int(self._front.clock().timestamp())), self._nonce

    def waits(self, seconds: float) -> None:
        """Nobody writes twenty thousand messages in one second."""
        self._front.clock.pass_(seconds=seconds)

    def knock(self, method: str, kind: str, post: Post) -> tuple[int, int]:
        """(status, storage calls); whatever is told on the way holds no secret."""
        with metering() as meter:
            answer = self._front.client.http.request(
                method,
                f"/wechat?{_quoted(post.query)}",
                headers={"Content-Type": kind},
                body=post.body,
            )
        assert self._ear.heard == []
        assert not any(secret.encode() in answer.body for secret in SECRETS)
        return answer.status_code, len(meter.calls)


def _quoted(query: Mapping[str, str]) -> str:
    return urlencode(query, errors="replace")


def _sealed(door: Door, xml: bytes) -> Post:
    """Whatever stands in it, WeChat signed it."""
    cipher = front_door.Envelope(front_door.AES_KEY, front_door.APP_ID).seal(
        xml.decode("utf-8", "replace")
    )
    return _signed(door, cipher)


def _signed(door: Door, cipher: str) -> Post:
    timestamp, nonce = door.stamp
    proof = signed(timestamp, nonce, cipher, token=front_door.TOKEN)
    query = {"timestamp": timestamp, "nonce": nonce, "msg_signature": proof}
    return Post(query, f"<xml><Encrypt>{cipher}</Encrypt></xml>".encode("utf-8", "replace"))


def test_the_drill_would_notice_storage_and_secrets(door: Door, ear: Ear) -> None:
    hello = a_message(Content="您好", CreateTime=door.stamp[0])
    status, calls = door.knock("POST", "text/xml", _sealed(door, hello))
    assert (status, calls > 0) == (200, True)
    logging.getLogger("weiguan.drill").info("oops", extra={"fields": {"key": SECRETS[0]}})
    assert ear.heard == [SECRETS[0]]


@times(600)
@given(st.sampled_from(METHODS), st.sampled_from(TYPES), queries, bodies)
def test_a_strangers_request_is_refused_and_reaches_no_storage(
    door: Door, method: str, kind: str, query: Mapping[str, str], body: bytes
) -> None:
    status, calls = door.knock(method, kind, Post(dict(query), body))
    assert (400 <= status < 500, calls) == (True, 0)


@times(100)
@given(messages, st.data())
def test_a_caught_message_with_another_body_is_refused_and_reaches_no_storage(
    door: Door, message: bytes, data: st.DataObject
) -> None:
    post = _sealed(door, message)
    other = data.draw(st.one_of(bodies, st.just(_sealed(door, message).body)))
    status, calls = door.knock("POST", "text/xml", Post(post.query, other))
    assert (status, calls) == (403, 0)


@times(100)
@given(any_text)
def test_signed_ciphertext_of_any_kind_is_refused(door: Door, cipher: str) -> None:
    status, calls = door.knock("POST", "text/xml", _signed(door, cipher))
    assert (status in (400, 403), calls) == (True, 0)


@times(200)
@given(messages)
def test_whatever_wechat_signs_is_answered_or_refused(door: Door, message: bytes) -> None:
    door.waits(3)
    status, _ = door.knock("POST", "text/xml", _sealed(door, message))
    assert status in (200, 400)
