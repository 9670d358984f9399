"""A card bound by web login, both ways at once: the chat, a phone's browser, the platform's login."""

import html
import json
import logging
import re
import runpy
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
import requests
from waitress.server import create_server

from chalicelib import logs, wiring
from chalicelib.ils.model import CardNumber
from chalicelib.settings import Settings
from chalicelib.site import Site
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.tables.readers import CardAttemptRow
from chalicelib.wiring import Services
from local.demo.seed import seed_facts
from local.gateway import wsgi
from local.serving import in_thread
from local.wechat_platform.clock import SteeredClock
from local.wechat_platform.faults import FaultKind
from tests.local.box import Box, a_box
from tests.local.standin import AES_KEY, APP_ID, APP_SECRET

pytestmark = pytest.mark.engine
TOKEN = "scenarioToken"
ROOT = Path(__file__).resolve().parent.parent.parent
TIMEOUT_S = 10


@dataclass(frozen=True)
class Library:
    services: Services
    box: Box
    pin: str
    """Of the card R0001."""

    def trouble(self, kind: FaultKind, **how: int) -> None:
        self.box.platform.faults.add(kind, count=how.get("count", 1), path=how_path(kind))

    def cards(self, reader: str) -> list[str]:
        openid = self.box.platform.readers.get(reader).openid
        return [one.number.text for one in self.services.cards.of(openid).cards]


def how_path(kind: FaultKind) -> str:
    """Troubles of calls are those of the login alone."""
    return "" if kind is FaultKind.SNAPSHOT_PAGE else "/sns/"


@dataclass
class Phone:
    """A reader's chat, and the browser that opens its links."""

    library: Library
    reader: str
    browser: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.browser.trust_env = False
        self.browser.cookies.set("box_phone", self.reader, domain="127.0.0.1", path="/connect")
        self.library.box.act("follow", reader=self.reader)

    def says(self, text: str) -> str:
        (reply,) = self.library.box.replies("send", reader=self.reader, text=text)
        return str(reply["text"])

    def invited(self) -> str:
        found = re.search(r'href="(http://127[^"]+/r/bind/[^"]+)"', self.says("绑定"))
        assert found
        return found.group(1)

    def opens(self, address: str) -> requests.Response:
        return self.browser.get(address, timeout=TIMEOUT_S)

    def comes_back_to(self, address: str) -> str:
        """Where the login leads back to; it is not opened."""
        away = self.browser.get(address, timeout=TIMEOUT_S, allow_redirects=False)
        login = away.headers["Location"]
        back = self.browser.get(login, timeout=TIMEOUT_S, allow_redirects=False)
        return str(back.headers["Location"])

    def fills_in(self, address: str, pin: str = "", card: str = "R0001") -> requests.Response:
        form = {"card": card, "pin": pin or self.library.pin, "name": "妈妈的证"}
        return self.browser.post(address, data=form, timeout=TIMEOUT_S)

    def kept(self) -> dict[str, str]:
        return {one.name: str(one.value) for one in self.browser.cookies if one.path == "/"}

    def keeps(self, name: str, value: str) -> None:
        self.browser.cookies.set(name, value, domain="127.0.0.1", path="/")

    def told(self) -> list[str]:
        """Customer-service messages in the chat."""
        seen = self.library.box.get("/_control/seen", reader=self.reader)["seen"]
        return [one["text"] for one in seen if one["source"] == "customer_service"]


def code_on(page: requests.Response) -> str:
    found = re.search(r'class="code"[^>]*>(\d{6})<', page.text)
    assert found, page.text
    return found.group(1)


def problem_on(page: requests.Response) -> str:
    found = re.search(r'role="alert">([^<]+)<', page.text)
    assert found, page.text
    return html.unescape(found.group(1))


Start = Callable[..., Library]


@pytest.fixture
def start(storage_settings: Settings, tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as started:

        def begin(**changes: str) -> Library:
            clock = SteeredClock()
            app = runpy.run_path(str(ROOT / "app.py"))["app"]
            server = create_server(wsgi(app, {}), host="127.0.0.1", port=0, threads=4)
            started.callback(in_thread(server))
            domain = f"127.0.0.1:{server.effective_port}"
            box = a_box(
                f"http://{domain}/wechat",
                clock,
                token=TOKEN,
                reply_timeout_s=5.0,
                login_domain=domain,
            )
            started.callback(box.stop)
            platform = f"http://127.0.0.1:{box.port}"
            given = {
                "wechat_app_id": APP_ID,
                "wechat_app_secret": APP_SECRET,
                "wechat_token": TOKEN,
                "wechat_aes_key": AES_KEY,
                "wechat_api": platform,
                "wechat_login_at": platform,
                "web_login": "yes",
                "public_url": f"http://{domain}",
                "pseudonym_key": "scenario",
                "files_dir": str(tmp_path / "files"),
                "circulation": "embedded",
            }
            services = wiring.use(clock.now, replace(storage_settings, **(given | changes)))
            _ = services.wire
            create_missing(MODELS)
            seed_facts(services)
            made = services.embedded.cards.register(
                CardNumber("R0001"), "读者", "adult", clock.now()
            )
            return Library(services, box, made.pin)

        yield begin


@pytest.fixture
def library(start: Start) -> Library:
    return start()


@pytest.fixture
def phone(library: Library) -> Phone:
    return Phone(library, "elder")


@pytest.fixture
def other(library: Library) -> Phone:
    return Phone(library, "visitor")


def test_the_reader_binds_without_digits_and_the_chat_says_so(phone: Phone) -> None:
    link = phone.invited()
    page = phone.opens(link)
    assert urldefrag(page.url).url == link
    assert "已确认是您本人的微信" in page.text
    done = phone.fills_in(link)
    assert "绑定好了" in done.text
    assert not re.search(r'class="code"', done.text)
    assert phone.library.cards("elder") == ["R0001"]
    phone.library.services.sweeper.sweep(phone.library.services.clock())
    assert "绑定好了：妈妈的证" in phone.told()[-1]
    assert "妈妈的证" in phone.says("我的证")


def test_neither_page_nor_cookie_shows_who_the_reader_is(phone: Phone) -> None:
    openid = phone.library.box.platform.readers.get("elder").openid
    page = phone.opens(phone.invited())
    everything = f"{page.url}{page.text}{page.headers}{phone.kept()}"
    assert openid not in everything
    assert "code=" not in page.url


def test_a_forwarded_link_binds_nothing_and_tries_nothing(phone: Phone, other: Phone) -> None:
    link = other.invited()
    page = phone.opens(link)
    assert (page.status_code, "别人" in problem_on(page)) == (403, True)
    again = phone.fills_in(link)
    assert (again.status_code, "别人" in problem_on(again)) == (403, True)
    assert phone.library.cards("elder") == phone.library.cards("visitor") == []
    assert list(CardAttemptRow.scan()) == []
    assert other.opens(link).status_code == 200


def test_a_login_somebody_else_began_does_not_make_the_victims_card_his(
    phone: Phone, other: Phone
) -> None:
    """The attacker logs in on his own phone and sends on the address he would come back to."""
    trap = other.comes_back_to(other.invited())
    page = phone.opens(trap)
    assert page.status_code == 200
    assert "已确认" not in page.text
    code = code_on(phone.fills_in(trap))
    assert phone.library.cards("visitor") == []
    assert "绑定好了" not in phone.says(code)
    assert phone.library.cards("elder") == []


def test_a_proof_of_one_link_does_not_serve_another(phone: Phone) -> None:
    first, second = phone.invited(), phone.invited()
    phone.opens(first)
    ((_, proof),) = phone.kept().items()
    phone.browser.get(second, timeout=TIMEOUT_S, allow_redirects=False)
    (name,) = [name for name, value in phone.kept().items() if value != proof]
    phone.keeps(name, proof)
    assert code_on(phone.fills_in(second))
    assert phone.library.cards("elder") == []


def test_a_link_that_has_bound_is_used_up(phone: Phone) -> None:
    link = phone.invited()
    phone.opens(link)
    phone.fills_in(link)
    assert phone.opens(link).status_code == 410
    assert phone.fills_in(link).status_code == 410


def test_opening_the_page_many_times_uses_nothing_up(phone: Phone) -> None:
    link = phone.invited()
    assert [phone.opens(link).status_code for _ in range(3)] == [200] * 3
    assert "绑定好了" in phone.fills_in(link).text


def test_after_a_wrong_pin_the_reader_is_still_the_reader(phone: Phone) -> None:
    link = phone.invited()
    phone.opens(link)
    assert phone.fills_in(link, pin="wrong").status_code == 400
    assert "绑定好了" in phone.fills_in(link).text


def test_a_snapshot_is_told_how_to_open_the_whole_page(phone: Phone) -> None:
    phone.library.trouble(FaultKind.SNAPSHOT_PAGE)
    link = phone.invited()
    assert "使用完整服务" in phone.opens(link).text
    assert "已确认是您本人的微信" in phone.opens(link).text
    assert "绑定好了" in phone.fills_in(link).text


def test_a_snapshot_can_be_filled_in_and_ends_in_digits(phone: Phone) -> None:
    phone.library.trouble(FaultKind.SNAPSHOT_PAGE, count=9)
    link = phone.invited()
    phone.opens(link)
    code = code_on(phone.fills_in(link))
    assert phone.library.cards("elder") == []
    assert "绑定好了" in phone.says(code)


@pytest.mark.parametrize(
    "kind", [FaultKind.HTTP_500, FaultKind.TORN_CONNECTION, FaultKind.API_ERROR]
)
def test_while_the_platform_tells_nothing_the_page_ends_in_digits(
    phone: Phone, kind: FaultKind
) -> None:
    phone.library.trouble(kind)
    link = phone.invited()
    assert phone.opens(link).status_code == 200
    assert "绑定好了" in phone.says(code_on(phone.fills_in(link)))


def test_a_domain_nobody_registered_leaves_the_digits_at_the_second_tap(start: Start) -> None:
    library = start()
    phone = Phone(library, "elder")
    vars(library.services)["site"] = Site("https://elsewhere.example.cn")
    found = re.search(r'/r/bind/[^"]+', phone.says("绑定"))
    assert found
    link = library.box.platform.config.webhook.removesuffix("/wechat") + found.group()
    assert "10003" in phone.opens(link).text
    assert phone.opens(link).status_code == 200
    assert "绑定好了" in phone.says(code_on(phone.fills_in(link)))


@pytest.mark.parametrize(
    "changes", [{"web_login": "no"}, {"account_kind": "verified_subscription"}]
)
def test_elsewhere_the_page_ends_in_digits_as_ever(start: Start, changes: dict[str, str]) -> None:
    phone = Phone(start(**changes), "elder")
    assert "再把页面给您的六位数字发到这里" in phone.says("绑定")
    link = phone.invited()
    assert phone.opens(link).history == []
    assert "绑定好了" in phone.says(code_on(phone.fills_in(link)))


def test_who_unfollowed_after_asking_is_given_no_card(phone: Phone) -> None:
    link = phone.invited()
    phone.opens(link)
    phone.library.box.act("unfollow", reader="elder")
    assert phone.fills_in(link).status_code == 410
    assert phone.library.cards("elder") == []


def test_who_asked_to_be_forgotten_after_asking_is_given_no_card(phone: Phone) -> None:
    link = phone.invited()
    phone.opens(link)
    openid = phone.library.box.platform.readers.get("elder").openid
    phone.library.services.forget(openid)
    assert phone.fills_in(link).status_code == 410
    assert phone.library.cards("elder") == []


def test_the_browser_keeps_it_from_scripts_and_foreign_forms(phone: Phone) -> None:
    away = phone.browser.get(phone.invited(), timeout=TIMEOUT_S, allow_redirects=False)
    kept = away.headers["Set-Cookie"]
    assert away.status_code == 302
    assert away.headers["Referrer-Policy"] == "no-referrer"
    assert "; HttpOnly; SameSite=Lax" in kept
    assert "Max-Age=600" in kept


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    root, ours = logging.getLogger(), logging.getLogger("weiguan")
    before, levels = root.handlers[:], (root.level, ours.level)
    logs.start("DEBUG")

    def lines() -> str:
        shown = capsys.readouterr()
        return f"{json.dumps(shown.out, ensure_ascii=False)}{shown.out}{shown.err}"

    yield lines
    root.handlers[:] = before
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def test_the_log_holds_neither_code_nor_state_nor_proof_nor_reader(
    phone: Phone, heard: Callable[[], str]
) -> None:
    link = phone.invited()
    back = phone.comes_back_to(link)
    phone.opens(back)
    phone.fills_in(link)
    log = heard()
    openid = phone.library.box.platform.readers.get("elder").openid
    said = dict(part.split("=") for part in urlsplit(back).query.split("&"))
    private = [*said.values(), *phone.kept().values(), link.rpartition("/")[2], openid, APP_SECRET]
    assert "sns/oauth2/access_token" in log
    assert [one for one in private if one in log] == []
