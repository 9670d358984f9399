"""A reader taps the link on the phone page and binds a card by web login; a forwarded link fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_the_newcomers_walk import follows, says
from tests.drills.box import BoxProcess

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoxProcess]:
    """With web login switched on, as a technician does it."""
    box = BoxProcess(tmp_path_factory.mktemp("box"), environment={"WEIGUAN_WEB_LOGIN": "yes"})
    box.start()
    yield box
    box.stop()


@pytest.fixture
def phone(box: BoxProcess, browser: Browser) -> Iterator[Page]:
    """One browser, as somebody who tries the box has it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{box.facts()['fake_wechat']}/")
    yield page
    context.close()


def asks_for_a_link(phone: Page, name: str) -> str:
    follows(phone, name)
    says(phone, "绑定")
    link = phone.get_by_role("link", name="打开绑定页面").last
    expect(link).to_be_visible(timeout=10_000)
    return str(link.get_attribute("href"))


def opens(phone: Page, words: str) -> Page:
    """Taps the newest link of those words; the page behind it."""
    with phone.expect_popup() as opened:
        phone.get_by_role("link", name=words).last.click()
    page = opened.value
    page.wait_for_load_state()
    return page


def fills_in(page: Page, box: BoxProcess) -> None:
    card, pin = next(iter(box.facts()["demo_cards"].items()))
    page.fill("#card", card)
    page.fill("#pin", pin)
    page.get_by_role("button").click()


def test_the_reader_binds_without_digits(phone: Page, box: BoxProcess, pictures: Path) -> None:
    asks_for_a_link(phone, "周大爷")
    page = opens(phone, "打开绑定页面")
    expect(page.locator("main")).to_contain_text("已确认是您本人的微信")
    page.screenshot(path=pictures / "bind-proven.png")
    assert "code=" not in page.url
    fills_in(page, box)
    expect(page.locator("main")).to_contain_text("绑定好了")
    page.screenshot(path=pictures / "bind-done.png")
    expect(phone.locator("#chat")).to_contain_text("刚刚绑定好了", timeout=20_000)


def test_a_forwarded_link_is_not_the_victims(phone: Page, box: BoxProcess, pictures: Path) -> None:
    link = asks_for_a_link(phone, "小林")
    follows(phone, "乐乐妈妈")
    says(phone, f"看看这个 {link}")
    page = opens(phone, link)
    expect(page.get_by_role("alert")).to_contain_text("这个链接是给别人的")
    page.screenshot(path=pictures / "bind-not-yours.png")


def test_a_snapshot_says_what_to_tap(phone: Page, box: BoxProcess, pictures: Path) -> None:
    phone.request.post(
        f"{box.facts()['fake_wechat']}/_control/faults", data={"kind": "snapshot_page", "count": 1}
    )
    asks_for_a_link(phone, "陳小姐")
    page = opens(phone, "打开绑定页面")
    expect(page.locator("main")).to_contain_text("使用完整服务")
    page.screenshot(path=pictures / "bind-snapshot.png")
    page.reload()
    expect(page.locator("main")).to_contain_text("已确认是您本人的微信")
