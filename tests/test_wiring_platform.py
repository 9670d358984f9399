from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.errors import BadRequest, GiveUp, Misconfigured, NotAllowed, TryLater
from chalicelib.feedback.media import Media
from chalicelib.library.menu import Button
from chalicelib.wiring_platform import Platform

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
MENU = (Button("开放时间", key="faq:hours"),)


@dataclass
class FakeApi:
    asked: list[Any] = field(default_factory=list)
    fails: Exception | None = None

    def send_text(self, reader: str, text: str) -> None:
        self.asked.append((reader, text))

    def download(self, media_id: str, max_bytes: int, deadline: datetime) -> Media:
        self.asked.append(media_id)
        return Media(b"p", "image/png")

    def templates(self) -> list[str]:
        return ["template"]

    def notices(self) -> list[str]:
        if self.fails:
            raise self.fails
        return ["notice"]

    def create_menu(self, menu: object) -> None:
        self.asked.append(menu)
        if self.fails:
            raise self.fails


def never() -> Any:
    raise AssertionError("the platform was asked for")


def a_platform(api: FakeApi, kind: str = "verified_service") -> Platform:
    return Platform(lambda: api, kind)


@pytest.mark.parametrize("kind", ["unverified_service", "unverified_subscription"])
def test_an_unverified_account_never_calls_for_a_reader(kind: str) -> None:
    platform = Platform(never, kind)
    with pytest.raises(NotAllowed):
        platform.send_text("reader", "hello")
    with pytest.raises(NotAllowed):
        platform.download("medium", 100, NOON)


def test_an_unverified_subscription_account_has_no_menu_call() -> None:
    with pytest.raises(NotAllowed):
        Platform(never, "unverified_subscription").publish(MENU)


@pytest.mark.parametrize(
    "kind", ["verified_service", "verified_subscription", "unverified_service"]
)
def test_the_other_accounts_publish_menus(kind: str) -> None:
    api = FakeApi()
    a_platform(api, kind).publish(MENU)
    assert api.asked == [{"button": [{"name": "开放时间", "type": "click", "key": "faq:hours"}]}]


def test_a_verified_account_sends_and_fetches() -> None:
    api = FakeApi()
    a_platform(api).send_text("reader", "hello")
    assert a_platform(api).download("medium", 100, NOON).body == b"p"
    assert api.asked == [("reader", "hello"), "medium"]


@pytest.mark.parametrize(
    ("fails", "raised"),
    [
        (Misconfigured("48001"), NotAllowed),
        (BadRequest("40018"), GiveUp),
        (TryLater("busy"), TryLater),
    ],
)
def test_a_menu_the_platform_refuses_is_told_to_staff(
    fails: Exception, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        a_platform(FakeApi(fails=fails)).publish(MENU)


@pytest.mark.parametrize("kind", ["verified_subscription", "unverified_service"])
def test_only_a_verified_service_account_has_web_login(kind: str) -> None:
    platform = Platform(never, kind)
    assert not platform.has_web_login
    with pytest.raises(NotAllowed):
        platform.visitor("code")
    assert a_platform(FakeApi()).has_web_login


@pytest.mark.parametrize(
    ("fails", "listed"), [(None, ["template", "notice"]), (NotAllowed("48001"), ["template"])]
)
def test_templates_serve_where_notices_were_not_granted(
    fails: Exception | None, listed: list[str]
) -> None:
    assert list(a_platform(FakeApi(fails=fails)).templates()) == listed
