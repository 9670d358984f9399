"""A card bound as a reader does it: the chat, the page on the phone, the code, the chat again."""

import html
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from chalice.test import Client, HTTPResponse

from chalicelib import wiring
from chalicelib.ils.model import CardNumber
from chalicelib.staff.service_people import ensure_first_admin
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.tables.meter import metering
from chalicelib.texts.cards import PAGE_TOO_FAST
from chalicelib.wiring import Services
from local import lessons
from local.demo.seed import seed_facts
from tests.factories_staff import Browser
from tests.scenarios.front import BoxClock, FrontDoor, Reader

pytestmark = pytest.mark.engine
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Phone:
    """A reader's chat and the browser that opens its links."""

    reader: Reader
    client: Client

    def invited(self) -> str:
        """The path of the page that the chat's link leads to."""
        found = re.search(r'href="https://lib\.example\.cn(/r/bind/[^"]+)"', self.says("绑定"))
        assert found
        return found.group(1)

    def says(self, text: str) -> str:
        return self.reader.says(text)

    def opens(self, path: str) -> HTTPResponse:
        return self.client.http.get(path)

    def fills_in(self, path: str, card: str, pin: str, name: str = "") -> HTTPResponse:
        body = urlencode({"card": card, "pin": pin, "name": name})
        return self.client.http.post(path, body=body.encode(), headers=FORM)


def code_on(page: HTTPResponse) -> str:
    found = re.search(r'class="code"[^>]*>(\d{6})<', page.body.decode())
    assert found, page.body.decode()
    return found.group(1)


def problem_on(page: HTTPResponse) -> str:
    found = re.search(r'role="alert">([^<]+)<', page.body.decode())
    assert found, page.body.decode()
    return html.unescape(found.group(1))


@pytest.fixture
def services(clock: BoxClock, services: Services) -> Services:
    settings = replace(
        services.settings, circulation="embedded", public_url="https://lib.example.cn"
    )
    built = wiring.use(clock, settings, lessons.kept)
    _ = built.wire
    create_missing(MODELS)
    seed_facts(built)
    return built


@pytest.fixture
def pin(services: Services, clock: BoxClock) -> str:
    """Of the card R0001."""
    made = services.embedded.cards.register(CardNumber("R0001"), "读者", "adult", clock())
    return made.pin


@pytest.fixture
def phone(front: FrontDoor) -> Phone:
    return Phone(front.reader("mother"), front.client)


@pytest.fixture
def other(front: FrontDoor) -> Phone:
    return Phone(front.reader("attacker"), front.client)


def test_a_card_is_bound_on_the_page_and_in_the_chat(phone: Phone, pin: str) -> None:
    path = phone.invited()
    assert phone.opens(path).status_code == 200
    page = phone.fills_in(path, " R0001 ", pin, "妈妈的证")
    assert "绑定好了：妈妈的证" in phone.says(code_on(page))
    assert "妈妈的证" in phone.says("我的证")


def test_a_forwarded_link_does_not_bind_the_victims_card(
    phone: Phone, other: Phone, pin: str
) -> None:
    path = other.invited()
    code = code_on(phone.fills_in(path, "R0001", pin))
    assert "绑定好了" not in phone.says(code)
    assert "还没有绑定" in other.says("我的证")
    assert "还没有绑定" in phone.says("我的证")


def test_opening_the_page_many_times_uses_nothing_up(phone: Phone, pin: str) -> None:
    path = phone.invited()
    assert [phone.opens(path).status_code for _ in range(3)] == [200, 200, 200]
    assert code_on(phone.fills_in(path, "R0001", pin))


def test_a_used_link_says_what_to_do_next(phone: Phone, pin: str) -> None:
    path = phone.invited()
    phone.fills_in(path, "R0001", pin)
    again = phone.opens(path)
    assert (again.status_code, problem_on(again)) == (410, problem_on(phone.opens(path)))
    assert "重新发“绑定”" in problem_on(again)


def test_a_link_somebody_changed_shows_nothing(phone: Phone) -> None:
    page = phone.opens(phone.invited()[:-3] + "abc")
    assert page.status_code == 404
    assert "链接不完整" in problem_on(page)


def test_a_wrong_pin_and_an_unknown_card_read_the_same(phone: Phone, pin: str) -> None:
    path = phone.invited()
    wrong = phone.fills_in(path, "R0001", "000000" if pin != "000000" else "111111")
    unknown = phone.fills_in(path, "R9999", pin)
    assert problem_on(wrong) == problem_on(unknown)
    assert (wrong.status_code, unknown.status_code) == (400, 400)


def test_the_pin_is_never_shown_again_and_the_card_is(phone: Phone) -> None:
    page = phone.fills_in(phone.invited(), "R0001", "135790").body.decode()
    assert "R0001" in page
    assert "135790" not in page


def test_after_wrong_pins_the_page_says_how_long_to_wait(phone: Phone, pin: str) -> None:
    path = phone.invited()
    for number in range(5):
        phone.fills_in(path, f"R9{number}", "000000")
    page = phone.fills_in(path, "R0001", pin)
    assert page.status_code == 429
    assert "1 分钟" in problem_on(page)


def test_a_page_that_is_asked_for_without_end_is_not_shown_for_the_rest_of_a_minute(
    phone: Phone, pin: str, clock: BoxClock
) -> None:
    path = phone.invited()
    opened = [phone.opens(path).status_code for _ in range(61)]
    page = phone.fills_in(path, "R0001", pin)
    clock.pass_(minutes=1)
    assert (set(opened[:60]), opened[60]) == ({200}, 429)
    assert (page.status_code, problem_on(page)) == (429, PAGE_TOO_FAST)
    assert code_on(phone.fills_in(path, "R0001", pin))


def test_a_link_that_is_none_costs_no_storage_call_and_keeps_nobody_out(
    phone: Phone, services: Services
) -> None:
    path = phone.invited()
    with metering() as meter:
        forged = {phone.opens(f"{path[:-3]}abc").status_code for _ in range(61)}
    assert forged == {404}
    assert meter.calls == []
    assert phone.opens(path).status_code == 200


@pytest.mark.parametrize(("card", "pin"), [("", ""), ("R0001", ""), ("<b>", "123456")])
def test_a_form_that_cannot_be_right_is_shown_again(phone: Phone, card: str, pin: str) -> None:
    page = phone.fills_in(phone.invited(), card, pin)
    assert page.status_code == 400
    assert "<b>" not in page.body.decode()


def test_the_page_keeps_browsers_from_harm(phone: Phone) -> None:
    headers = phone.opens(phone.invited()).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_an_unfollow_takes_the_card_away(phone: Phone, pin: str, services: Services) -> None:
    phone.says(code_on(phone.fills_in(phone.invited(), "R0001", pin)))
    phone.reader.unfollows()
    services.privacy.erasing.work_off_all(services.clock())
    assert services.cards.of(phone.reader.openid).cards == ()


def test_a_bound_card_is_among_what_is_held(phone: Phone, pin: str, services: Services) -> None:
    phone.says(code_on(phone.fills_in(phone.invited(), "R0001", pin, "妈妈的证")))
    services.cards.set_choice(phone.reader.openid, "due", "off")
    said = phone.says("我的数据")
    assert "绑定的读者证：****01 妈妈的证" in said
    assert "R0001" not in said
    assert "快到期（关）" in said
    held = services.privacy.rights.held(phone.reader.openid)
    assert [one.number for one in held.cards] == ["R0001"]


def test_who_gets_a_removed_cards_number_is_not_seen_by_who_bound_it(
    phone: Phone, other: Phone, pin: str, services: Services, clock: BoxClock
) -> None:
    phone.says(code_on(phone.fills_in(phone.invited(), "r-0001", pin)))
    theirs = services.embedded.cards.register(CardNumber("R0002"), "读者", "adult", clock())
    other.says(code_on(other.fills_in(other.invited(), "R0002", theirs.pin)))
    desk = Browser(phone.client)
    desk.sign_in("admin", str(ensure_first_admin(services.staff_users, clock())))
    assert desk.post("/staff/desk/remove", {"card": "R0001"}).status_code == 200
    services.embedded.cards.register(CardNumber("R0001"), "新读者", "adult", clock())
    assert "还没有绑定" in phone.says("我的证")
    assert "尾号 02" in other.says("我的证")


def test_the_style_is_served(phone: Phone) -> None:
    page = phone.opens("/r/style.css")
    assert page.headers["Content-Type"].startswith("text/css")
    assert (Path("chalicelib/pages/static/reader.css").read_bytes()) == page.body


def test_one_right_card_after_another_is_taken_from_one_place(
    phone: Phone, other: Phone, pin: str
) -> None:
    """A family at home: what went well leaves no failure that could be in the next one's way."""
    assert code_on(phone.fills_in(phone.invited(), "R0001", pin))
    assert code_on(phone.fills_in(phone.invited(), "R0001", pin))
    assert code_on(other.fills_in(other.invited(), "R0001", pin))


@pytest.mark.parametrize("said", ["LJ100001", "LJ100001 778899", "证号LJ100001 密码778899"])
def test_a_card_typed_into_the_chat_is_hidden_and_the_page_named(
    phone: Phone, services: Services, said: str
) -> None:
    told = phone.says(said)
    assert "请不要在聊天里" in told
    assert "请发“绑定”" in told
    assert "LJ100001" not in told
    assert services.knowledge.editing.gaps.collect(services.clock()) == 0


def test_digits_behind_the_link_are_kept_nowhere(phone: Phone, services: Services) -> None:
    phone.invited()
    assert "填到绑定页面上" in phone.says("20231234567")
    row = services.conversations.row(phone.reader.openid)
    assert row is not None
    assert [held.body for held in row.messages.values()] == [b"", b""]
    assert services.knowledge.editing.gaps.collect(services.clock()) == 0
