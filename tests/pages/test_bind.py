"""The page for binding, over a card desk and a web login in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from chalicelib.pages.bind import BindPage
from chalicelib.pages.kept import name_of
from chalicelib.pages.model import Asked, Page
from chalicelib.readers.login_model import Opened, Step, Who
from chalicelib.readers.model import MOST_CARDS
from tests.readers.desk import READER, Counter

SITE = "https://lib.example.cn"


class Nobody:
    """Counts no strangers."""

    def wait(self, address: str, route: str, now: datetime) -> timedelta:
        return timedelta()


@dataclass
class FakeLogin:
    next: Step = field(default_factory=Step)
    asked: list[Opened] = field(default_factory=list)

    def step(self, opened: Opened, now: datetime) -> Step:
        self.asked.append(opened)
        return self.next

    def who(self, opened: Opened, now: datetime) -> Who:
        self.asked.append(opened)
        return self.next.who


@dataclass
class Reading:
    """One reader's link and the page behind it."""

    counter: Counter = field(default_factory=Counter)
    login: FakeLogin | None = field(default_factory=FakeLogin)
    site: str = SITE

    def __post_init__(self) -> None:
        self.word = self.counter.invites()

    def shown_to(self, who: Who) -> None:
        self.login = FakeLogin(Step(who))

    def asks(self, method: str = "GET", **facts: dict[str, str] | str) -> Page:
        page = BindPage(self.counter.desk, "临江市图书馆", Nobody(), lambda: self.site, self.login)
        params = {"word": self.word}
        asked = Asked(method, "/api", params, self.counter.now, "203.0.113.5", **facts)  # type: ignore[arg-type]
        return page.answer(asked)

    def fills_in(self, card: str = "A1001", pin: str = "224466") -> Page:
        return self.asks("POST", fields={"card": card, "pin": pin})

    def told(self) -> Opened:
        assert self.login is not None
        return self.login.asked[-1]


@pytest.fixture
def reading() -> Reading:
    return Reading()


def test_the_login_hears_what_address_and_browser_say(reading: Reading) -> None:
    cookies = {name_of(reading.word, True): "a123"}
    reading.asks(query={"code": "c", "state": "s"}, cookies=cookies)
    page = f"{SITE}/r/bind/{reading.word}"
    assert reading.told() == Opened(reading.word, READER, page, "a123", "c", "s")


def test_where_our_address_is_not_known_it_is_the_one_that_was_asked(reading: Reading) -> None:
    reading.site = ""
    reading.asks(host="wx.example.cn")
    assert reading.told().page == f"https://wx.example.cn/api/r/bind/{reading.word}"


def test_without_any_address_nobody_is_sent_to_the_login(reading: Reading) -> None:
    reading.site, reading.login = "", FakeLogin(Step(go="https://open.example/"))
    assert reading.asks().template == "bind.html"


def test_who_is_sent_on_keeps_what_the_login_says(reading: Reading) -> None:
    reading.login = FakeLogin(Step(go="https://open.example/", keep="a123"))
    page = reading.asks()
    assert (page.status, page.location) == (302, "https://open.example/")
    assert page.cookie.startswith(f"{name_of(reading.word, True)}=a123;")


def test_the_form_goes_to_the_pages_own_address(reading: Reading) -> None:
    page = reading.asks(query={"code": "c"})
    assert page.facts["action"] == f"/api/r/bind/{reading.word}"


def test_the_reader_has_bound_the_card_then(reading: Reading) -> None:
    reading.shown_to(Who.READER)
    page = reading.fills_in()
    assert page.template == "bound.html"
    assert "尾号 01" in str(page.facts["card"])
    assert reading.counter.cards() == ["A1001"]


@pytest.mark.parametrize("who", [Who.UNKNOWN, Who.SNAPSHOT])
def test_everybody_else_gets_a_code(reading: Reading, who: Who) -> None:
    reading.shown_to(who)
    assert reading.fills_in().template == "code.html"
    assert reading.counter.cards() == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_somebody_elses_link_is_no_page(reading: Reading, method: str) -> None:
    reading.shown_to(Who.OTHER)
    fields = {"card": "A1001", "pin": "224466"}
    page = reading.asks(method, fields=fields)
    assert (page.template, page.status) == ("problem.html", 403)
    assert reading.counter.library.asked == 0


def test_without_web_login_everybody_gets_a_code(reading: Reading) -> None:
    reading.login = None
    assert reading.asks().template == "bind.html"
    assert reading.fills_in().template == "code.html"


def test_one_card_too_many_says_what_to_do(reading: Reading) -> None:
    reading.shown_to(Who.READER)
    reading.counter.library.pins |= {f"B{n}": "1" for n in range(MOST_CARDS)}
    for n in range(MOST_CARDS):
        reading.counter.binds(card=f"B{n}")
    page = reading.fills_in()
    assert page.status == 400
    assert "发“解绑”" in str(page.facts["problem"])


def test_a_changed_link_asks_no_login(reading: Reading) -> None:
    reading.word = "A" * 60
    assert reading.asks().status == 404
    assert reading.login == FakeLogin()
