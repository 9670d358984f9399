"""A reader binds, searches, holds, renews, cancels and unbinds on the phone page, in front of every
kind of library system; what the reader was told is what that system then holds."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import towns
from tests.browser.conftest import signed_in
from tests.browser.reader import ReaderPhone, a_phone
from tests.browser.towns import CONNECTORS, FREE, RESERVED, SOUGHT, Town, a_box

pytestmark = [pytest.mark.browser, pytest.mark.peer]
DEMO_CARD = "LJ100001"
"""Of the demo library: three loans, one of them due in a few days, and a hold."""
TWO_WEEKS_S = 14 * 86400
PickUp = Callable[[str, str, str], ReaderPhone]


@pytest.fixture
def pick_up(browser: Browser, pictures: Path) -> Iterator[PickUp]:
    """A reader's phone at an address; the last word is what its pictures are called."""
    held: list[ReaderPhone] = []

    def picked_up(address: str, reader: str, named: str) -> ReaderPhone:
        phone = a_phone(browser, address, pictures, named)
        held.append(phone)
        phone.picks_up(reader)
        phone.follows()
        return phone

    yield picked_up
    for phone in held:
        phone.page.context.close()


def binds(phone: ReaderPhone, card: str, pin: str) -> None:
    """With a wrong PIN at first."""
    phone.says("绑定", "点这里绑定读者证")
    phone.pictured("invited")
    page = phone.opens_the_link("打开绑定页面")
    page.fills_in(card, "9999")
    page.is_told("证号或密码不对")
    page.pictured("wrong")
    page.fills_in(card, pin)
    code = page.six_digits()
    page.page.close()
    phone.says(code, f"绑定好了：读者证（尾号 {tail(card)}")


def unbinds(phone: ReaderPhone, card: str) -> None:
    phone.says("我的证", f"1. 读者证（尾号 {tail(card)}")
    phone.says("解绑", "已解除绑定")
    phone.says("我的借阅", "还没有绑定读者证")
    phone.pictured("unbound")


def holds_and_cancels(phone: ReaderPhone, town: Town) -> None:
    phone.says(f"找书 {SOUGHT}", f"1. {SOUGHT}")
    phone.pictured("found")
    phone.says("1", town.copies)
    phone.pictured("opened")
    phone.says("预约 1", f"预约《{SOUGHT}》，想在哪里取", "1. 总馆")
    phone.says("1", f"预约好了：《{SOUGHT}》", "在总馆取")
    assert town.system.holds_of(SOUGHT) == 1
    phone.says("我的预约", f"1. 《{SOUGHT}》")
    phone.pictured("held")
    phone.says("取消预约 1", f"已取消预约：《{SOUGHT}》")
    assert town.system.holds_of(SOUGHT) == 0


@pytest.mark.parametrize("connector", CONNECTORS)
def test_a_reader_borrows_over_every_connector(
    connector: str, tmp_path: Path, pick_up: PickUp
) -> None:
    with CONNECTORS[connector](tmp_path) as town:
        phone = pick_up(town.phone, "student", connector)
        binds(phone, town.card, town.pin)
        phone.says("我的借阅", "借了 2 本", f"1. 《{FREE}》", f"2. 《{RESERVED}》")
        phone.pictured("loans")
        phone.says("续借 1", f"《{FREE}》：续借好了")
        assert town.renewed == (1, 0)
        wanted = f"《{RESERVED}》：没有续成，有别的读者预约了"
        phone.says("全部续借", f"《{FREE}》：续借好了", wanted)
        phone.pictured("renewed")
        assert town.renewed == (2, 0)
        holds_and_cancels(phone, town)
        unbinds(phone, town.card)


def test_what_the_system_cannot_do_is_said_plainly(tmp_path: Path, pick_up: PickUp) -> None:
    with towns.without_holds(tmp_path) as town:
        phone = pick_up(town.phone, "student", "without-holds")
        binds(phone, town.card, town.pin)
        phone.says(
            "全部续借", f"《{FREE}》：续借好了", f"《{RESERVED}》：没有续成，有别的读者预约了"
        )
        assert town.renewed == (1, 0)
        phone.says(f"找书 {SOUGHT}", f"1. {SOUGHT}")
        phone.says("预约 1", "想在哪里取")
        phone.says("1", f"《{SOUGHT}》：没有预约成，本馆的系统不能在这里办。请打电话或到服务台")
        assert town.system.holds_of(SOUGHT) == 0
        phone.pictured("refused")


def test_an_older_reader_borrows_from_our_own_system(
    tmp_path: Path, pick_up: PickUp, browser: Browser
) -> None:
    with a_box(tmp_path, {}) as facts:
        phone = pick_up(f"{facts['fake_wechat']}/", "elder", "embedded")
        binds(phone, DEMO_CARD, facts["demo_cards"][DEMO_CARD])
        first, second, third = _titles(phone.says("我的借阅", "借了 3 本"))
        phone.pictured("loans")
        phone.says("续借 1", f"{first}：续借好了")
        phone.passes(TWO_WEEKS_S)
        phone.says(
            "全部续借",
            f"{first}：没有续成，次数或册数已经用完",
            f"{second}：续借好了",
            f"{third}：没有续成，还没到可以续借的时候",
        )
        phone.pictured("renewed")
        phone.says(f"找书 {SOUGHT}", f"1. {SOUGHT}")
        phone.says("预约 1", f"预约《{SOUGHT}》，想在哪里取", "1. 总馆")
        phone.says("1", f"预约好了：《{SOUGHT}》", "在总馆取")
        phone.pictured("held")
        console = signed_in(browser, facts)
        sees(console, "还能续 0 次", "还能续 1 次", "预约 2 种", SOUGHT)
        phone.says("我的预约", f"2. 《{SOUGHT}》")
        phone.says("取消预约 2", f"已取消预约：《{SOUGHT}》")
        sees(console, "预约 1 种")
        console.close()
        unbinds(phone, DEMO_CARD)


def tail(card: str) -> str:
    """As readers are shown it: four digits of a long number."""
    return card[-4:] if len(card) > 6 else card[-2:]


def sees(console: Page, *words: str) -> None:
    """Staff open the card at the lending desk."""
    console.goto(f"{console.url.split('/staff')[0]}/staff/desk")
    console.fill("input[name=card]", DEMO_CARD)
    console.press("input[name=card]", "Enter")
    for said in words:
        expect(console.locator("main")).to_contain_text(said)


def _titles(said: str) -> list[str]:
    return re.findall(r"《.+》", said)
