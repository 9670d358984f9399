"""Web login of the platform in the box: codes, what is refused, and whose phone it is."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from local.wechat_platform.clock import SteeredClock
from local.wechat_platform.config import AccountKind
from local.wechat_platform.page import STATIC
from local.wechat_platform.readers import Readers
from tests.local.box import Box, Json
from tests.local.standin import APP_ID, APP_SECRET

Start = Callable[..., Box]
DOMAIN = "lib.example.cn"
BACK = f"https://{DOMAIN}/r/bind/word?x=1"
STUDENT = Readers(APP_ID).get("student").openid


@dataclass(frozen=True)
class Shown:
    status: int
    location: str
    body: str


@dataclass
class Phone:
    """A browser on a reader's phone, '' for a browser that is none."""

    box: Box
    reader: str = "student"

    def opens(self, **changes: Any) -> Shown:
        asked = {
            "appid": APP_ID,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": "abc123",
        }
        cookie = {"Cookie": f"box_phone={quote(self.reader)}"} if self.reader else {}
        path = f"/connect/oauth2/authorize?{urlencode(asked | changes)}"
        with closing(HTTPConnection("127.0.0.1", self.box.port, timeout=10)) as connection:
            connection.request("GET", path, headers=cookie)
            answer = connection.getresponse()
            body = answer.read().decode()
            return Shown(answer.status, answer.headers.get("Location", ""), body)

    def code(self) -> str:
        """As it comes back to the page."""
        told = parse_qs(urlsplit(self.opens().location).query)
        return told["code"][0]

    def refused(self, **changes: Any) -> str:
        answer = self.opens(**changes)
        assert answer.location == ""
        return answer.body


def exchanged(box: Box, login: str, **changes: Any) -> Json:
    asked = {"appid": APP_ID, "secret": APP_SECRET, "grant_type": "authorization_code"}
    return box.get("/sns/oauth2/access_token", **(asked | {"code": login} | changes))


@pytest.fixture
def box(start: Start) -> Box:
    return start(login_domain=DOMAIN)


@pytest.fixture
def phone(box: Box) -> Phone:
    return Phone(box)


def test_the_page_is_come_back_to_with_code_and_state(phone: Phone) -> None:
    answer = phone.opens()
    back = urlsplit(answer.location)
    told = parse_qs(back.query)
    assert answer.status == 302
    assert (back.netloc, back.path) == (DOMAIN, "/r/bind/word")
    assert (told["x"], told["state"], set(told)) == (["1"], ["abc123"], {"x", "state", "code"})


def test_a_code_tells_the_reader_once(phone: Phone) -> None:
    code = phone.code()
    told = exchanged(phone.box, code)
    assert (told["openid"], told["scope"]) == (STUDENT, "snsapi_base")
    assert "is_snapshotuser" not in told
    assert exchanged(phone.box, code)["errcode"] == 40163


def test_a_code_lives_five_minutes(start: Start) -> None:
    clock = SteeredClock(None)
    phone = Phone(start(login_domain=DOMAIN, clock=clock))
    code = phone.code()
    clock.advance(300)
    assert exchanged(phone.box, code)["errcode"] == 40029


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"code": "made-up"}, 40029),
        ({"code": ""}, 41008),
        ({"secret": "wrong"}, 40125),
        ({"appid": "wx-other"}, 40013),
        ({"grant_type": "client_credential"}, 40002),
    ],
)
def test_who_may_not_ask_learns_nothing(phone: Phone, changes: Json, number: int) -> None:
    assert exchanged(phone.box, phone.code(), **changes)["errcode"] == number


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"redirect_uri": "https://evil.example/r/bind/word"}, 10003),
        ({"redirect_uri": f"https://{DOMAIN}.evil.example/"}, 10003),
        ({"scope": "snsapi_userinfo"}, 10005),
        ({"appid": "wx-other"}, 10005),
        ({"scope": ""}, 10010),
        ({"redirect_uri": ""}, 10011),
        ({"appid": ""}, 10012),
        ({"state": ""}, 10013),
        ({"state": "with-hyphens"}, 10013),
        ({"state": "a" * 129}, 10013),
    ],
)
def test_what_is_wrong_is_shown_to_the_reader(phone: Phone, changes: Json, number: int) -> None:
    assert f"错误码：{number}" in phone.refused(**changes)


def test_without_a_registered_domain_nothing_leads_back(start: Start) -> None:
    assert "10003" in Phone(start()).refused()


@pytest.mark.parametrize("kind", sorted(set(AccountKind) - {AccountKind.VERIFIED_SERVICE}))
def test_other_accounts_have_no_web_login(start: Start, kind: AccountKind) -> None:
    box = start(login_domain=DOMAIN, account_kind=kind)
    assert "10005" in Phone(box).refused()
    assert exchanged(box, "any")["errcode"] == 48001


def test_a_browser_that_is_no_phone_may_say_whose_it_is(box: Box) -> None:
    shown = Phone(box, "").refused()
    assert "请在微信客户端打开链接" in shown
    assert "box_phone=elder" in shown
    assert Phone(box, "").opens(box_phone="elder").status == 302


def test_a_snapshot_tells_another_reader_each_time(phone: Phone) -> None:
    phone.box.control("faults", kind="snapshot_page", count=2)
    told = [exchanged(phone.box, phone.code()) for _ in range(3)]
    assert [one.get("is_snapshotuser", 0) for one in told] == [1, 1, 0]
    assert len({one["openid"] for one in told}) == 3
    assert told[2]["openid"] == STUDENT


def test_neither_code_nor_secret_stands_in_the_journal(phone: Phone) -> None:
    code = phone.code()
    exchanged(phone.box, code)
    written = str(phone.box.get("/_control/requests"))
    assert "/sns/oauth2/access_token" in written
    assert code not in written
    assert APP_SECRET not in written


def test_a_tapped_link_says_whose_phone_it_is() -> None:
    script = (STATIC / "draw.js").read_text(encoding="utf-8")
    assert "box_phone=${encodeURIComponent(state.reader)}; path=/connect" in script
