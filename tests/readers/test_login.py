"""A browser's way through web login: for the reader, and for who would like to pass for one."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.errors import GiveUp, Misconfigured, NotFound, TryLater, WeiguanError
from chalicelib.readers.login_model import Mark, Opened, Step, Who
from chalicelib.readers.login_service import WebLogin
from chalicelib.wechat.platform_model import Visitor
from tests.readers.desk import NOW, READER

PAGE = "https://lib.example.cn/r/bind/word-1"


@dataclass
class FakePlatform:
    """Knows the codes it is told; each serves once."""

    visitors: dict[str, Visitor] = field(default_factory=dict)
    fails: WeiguanError | None = None
    asked: list[str] = field(default_factory=list)

    def visitor(self, code: str) -> Visitor:
        self.asked.append(code)
        if self.fails:
            raise self.fails
        if code not in self.visitors:
            raise NotFound("WeChat: the web login's code was used before (40163)")
        return self.visitors.pop(code)

    def knows(self, code: str, reader: str = READER, is_snapshot: bool = False) -> str:
        self.visitors[code] = Visitor(reader, is_snapshot)
        return code


@dataclass
class Browser:
    """Keeps for each page what it is told to keep; follows no redirect by itself."""

    login: WebLogin
    now: datetime = NOW
    keeps: bool = True
    kept: dict[str, str] = field(default_factory=dict)

    def opens(
        self, word: str = "word-1", code: str = "", state: str = "", reader: str = READER
    ) -> Step:
        """The page of a link that was made for `reader`."""
        step = self.login.step(self._opened(word, reader, code, state), self.now)
        if step.keep is not None and self.keeps:
            self.kept[word] = step.keep
        return step

    def who(self, word: str = "word-1", reader: str = READER) -> Who:
        return self.login.who(self._opened(word, reader), self.now)

    def _opened(self, word: str, reader: str, code: str = "", state: str = "") -> Opened:
        page = f"https://lib.example.cn/r/bind/{word}"
        return Opened(word, reader, page, self.kept.get(word, ""), code, state)


def a_login(platform: FakePlatform, key: bytes = b"k" * 32) -> WebLogin:
    numbers = count(1)

    def make_bytes(size: int) -> bytes:
        return next(numbers).to_bytes(size, "big")

    return WebLogin("https://open.example/", "wx1", platform, key, make_bytes)


def state_in(step: Step) -> str:
    return parse_qs(urlsplit(step.go).query)["state"][0]


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def login(platform: FakePlatform) -> WebLogin:
    return a_login(platform)


@pytest.fixture
def browser(login: WebLogin) -> Browser:
    return Browser(login)


def test_a_page_is_first_sent_to_the_platforms_login(browser: Browser) -> None:
    address = urlsplit(browser.opens().go)
    asked = {name: value for name, (value,) in parse_qs(address.query).items()}
    state = asked.pop("state")
    assert (address.netloc, address.path) == ("open.example", "/connect/oauth2/authorize")
    assert address.fragment == "wechat_redirect"
    assert asked == {
        "appid": "wx1",
        "redirect_uri": PAGE,
        "response_type": "code",
        "scope": "snsapi_base",
    }
    assert state.isalnum()
    assert len(state) <= 128


def test_the_same_reader_comes_back_proven(browser: Browser, platform: FakePlatform) -> None:
    state = state_in(browser.opens())
    back = browser.opens(code=platform.knows("c1"), state=state)
    assert back.go == PAGE
    assert browser.opens() == Step(Who.READER)
    assert browser.who() is Who.READER


def test_no_openid_stands_in_what_the_browser_keeps(
    browser: Browser, platform: FakePlatform
) -> None:
    state = state_in(browser.opens())
    browser.opens(code=platform.knows("c1"), state=state)
    assert READER not in browser.kept["word-1"]


def test_somebody_else_comes_back_as_somebody_else(
    browser: Browser, platform: FakePlatform
) -> None:
    state = state_in(browser.opens())
    browser.opens(code=platform.knows("c1", "o-victim"), state=state)
    assert browser.opens() == Step(Who.OTHER)
    assert browser.who() is Who.OTHER


def test_the_address_a_login_came_back_to_proves_nothing_in_another_browser(
    login: WebLogin, platform: FakePlatform
) -> None:
    """The attacker logs in by himself, keeps the answer unopened, and sends it on."""
    state = state_in(Browser(login).opens())
    code = platform.knows("attackers")
    victim = Browser(login)
    assert victim.opens(code=code, state=state) == Step(Who.UNKNOWN)
    assert victim.who() is Who.UNKNOWN
    assert platform.asked == []


def test_the_same_where_the_victim_has_opened_the_link_before(
    login: WebLogin, platform: FakePlatform
) -> None:
    state = state_in(Browser(login).opens())
    victim = Browser(login)
    victim.opens()
    victim.opens(code=platform.knows("attackers"), state=state)
    assert victim.who() is Who.UNKNOWN
    assert platform.asked == []


def test_a_state_of_another_link_proves_nothing(browser: Browser, platform: FakePlatform) -> None:
    swapped = state_in(browser.opens("word-2"))
    browser.opens("word-1")
    browser.opens("word-1", platform.knows("c1"), swapped)
    assert browser.who("word-1") is Who.UNKNOWN
    assert platform.asked == []


def test_a_proof_of_another_link_proves_nothing(browser: Browser, platform: FakePlatform) -> None:
    state = state_in(browser.opens())
    browser.opens(code=platform.knows("c1"), state=state)
    browser.kept["word-2"] = browser.kept["word-1"]
    assert browser.who("word-2") is Who.UNKNOWN


def test_a_proof_of_another_reader_proves_nothing(browser: Browser, platform: FakePlatform) -> None:
    state = state_in(browser.opens())
    browser.opens(code=platform.knows("c1"), state=state)
    assert browser.who(reader="o-attacker") is Who.UNKNOWN


def test_a_proof_lives_ten_minutes(browser: Browser, platform: FakePlatform) -> None:
    state = state_in(browser.opens())
    browser.opens(code=platform.knows("c1"), state=state)
    browser.now += timedelta(minutes=10)
    assert browser.who() is Who.UNKNOWN


@pytest.mark.parametrize("kept", ["p", "pAAAA", "p" + "A" * 86, "reader", "ä", Mark.PROVEN * 40])
def test_a_proof_somebody_made_up_proves_nothing(browser: Browser, kept: str) -> None:
    browser.kept["word-1"] = kept
    assert browser.who() is Who.UNKNOWN


def test_a_proof_of_another_key_proves_nothing(browser: Browser, platform: FakePlatform) -> None:
    other = Browser(a_login(platform, b"o" * 32))
    state = state_in(other.opens())
    other.opens(code=platform.knows("c1"), state=state)
    browser.kept = other.kept
    assert browser.who() is Who.UNKNOWN


def test_a_made_up_reader_of_a_snapshot_is_never_taken(
    browser: Browser, platform: FakePlatform
) -> None:
    """Not even where the made-up openid is the right one."""
    state = state_in(browser.opens())
    browser.opens(code=platform.knows("c1", is_snapshot=True), state=state)
    assert browser.who() is Who.SNAPSHOT
    assert browser.opens().who is Who.SNAPSHOT


def test_a_snapshot_opened_as_the_whole_page_logs_in_again(
    browser: Browser, platform: FakePlatform
) -> None:
    state = state_in(browser.opens())
    browser.opens(code=platform.knows("c1", is_snapshot=True), state=state)
    browser.opens()
    again = state_in(browser.opens())
    browser.opens(code=platform.knows("c2"), state=again)
    assert browser.opens().who is Who.READER


@pytest.mark.parametrize("error", [TryLater, GiveUp, NotFound, Misconfigured])
def test_a_platform_that_tells_nothing_leaves_the_code(
    browser: Browser, platform: FakePlatform, error: type[WeiguanError]
) -> None:
    state = state_in(browser.opens())
    platform.fails = error("WeChat: told nothing")
    assert browser.opens(code="c1", state=state).go == PAGE
    assert browser.opens() == Step(Who.UNKNOWN, keep=Mark.CODE.value)


def test_a_login_that_never_came_back_is_not_begun_again(browser: Browser) -> None:
    assert browser.opens().go
    assert browser.opens() == Step(Who.UNKNOWN, keep=Mark.CODE.value)
    assert browser.opens().go == ""


def test_a_browser_that_keeps_nothing_is_not_sent_in_circles(
    login: WebLogin, platform: FakePlatform
) -> None:
    browser = Browser(login, keeps=False)
    state = state_in(browser.opens())
    assert browser.opens(code=platform.knows("c1"), state=state) == Step(Who.UNKNOWN)


def test_coming_back_twice_ends_on_the_page(browser: Browser, platform: FakePlatform) -> None:
    state = state_in(browser.opens())
    code = platform.knows("c1")
    steps = [browser.opens(code=code, state=state) for _ in range(2)]
    assert [step.go for step in steps] == [PAGE, PAGE]
    assert browser.who() is Who.READER
    assert platform.asked == ["c1"]


def test_two_links_in_one_browser_do_not_disturb_each_other(
    browser: Browser, platform: FakePlatform
) -> None:
    states = [state_in(browser.opens(word)) for word in ("word-1", "word-2")]
    browser.opens("word-2", platform.knows("c2"), states[1])
    browser.opens("word-1", platform.knows("c1"), states[0])
    assert [browser.who(word) for word in ("word-1", "word-2")] == [Who.READER] * 2


def test_no_secret_of_a_request_is_shown_with_it() -> None:
    opened = Opened("word-1", READER, PAGE, "kept", "code-1", "state-1")
    step = replace(Step(), go=f"{PAGE}?state=state-1", keep="kept")
    assert repr(opened) == "Opened()"
    assert repr(step) == "Step(who=<Who.UNKNOWN: 'unknown'>)"
