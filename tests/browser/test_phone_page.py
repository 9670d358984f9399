"""The phone page in a real browser, before a stand-in service."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.wechat_platform.diary import Source
from tests.local.box import Box, a_box
from tests.local.standin import Received, StandIn, echo, reply_xml, text_reply

pytestmark = pytest.mark.browser

LINK = '<a href="weixin://bizmsgmenu?msgmenucontent=续借&amp;msgmenuid=3">点这里续借</a>'
MENU = [
    {"name": "我的证", "sub_button": [{"type": "click", "name": "在借", "key": "loans"}]},
    {"type": "click", "name": "活动", "key": "events"},
    {"type": "scancode_waitmsg", "name": "扫书", "key": "isbn"},
]
ARTICLE = "<Title>故事会</Title><Description>周六</Description><PicUrl></PicUrl><Url></Url>"
NEWS = f"<ArticleCount>1</ArticleCount><Articles><item>{ARTICLE}</item></Articles>"


def answer(received: Received) -> str:
    key = received.fields.get("EventKey")
    if received.fields.get("Content") == "标记":
        return text_reply(received, f"{LINK}<b>粗</b><img src=x onerror=alert(1)>")
    if key == "events":
        return reply_xml(received, "news", NEWS)
    return text_reply(received, f"菜单 {key}") if key else echo(received)


@pytest.fixture
def box() -> Iterator[Box]:
    service = StandIn(answer)
    running = a_box(service.url, staff_url="http://127.0.0.1:1/staff/")
    running.platform.menus.publish({"button": MENU})
    yield running
    running.stop()
    service.stop()


@pytest.fixture
def open_page(browser: Any, box: Box) -> Iterator[Callable[..., Any]]:
    """Opens the page for a reader; any error in its scripts fails the test."""
    errors: list[str] = []
    contexts = []

    def begin(reader: str = "student", width: int = 1360, height: int = 860) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://127.0.0.1:{box.port}/?reader={reader}")
        return page

    yield begin
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """The student follows and has the keyboard before her."""
    opened = open_page()
    opened.click("#follow")
    opened.click("#to-keyboard")
    return opened


def write(page: Any, text: str) -> None:
    page.fill("#box-text", text)
    page.press("#box-text", "Enter")


def wait_for_reply(page: Any, text: str) -> None:
    page.wait_for_selector(f".said[data-source=passive] >> text={text}")


def test_a_written_message_is_answered_on_the_page(page: Any) -> None:
    write(page, "今天开门吗")
    wait_for_reply(page, "你说：今天开门吗")
    assert page.input_value("#box-text") == ""


def test_a_menu_link_in_a_text_sends_its_words(page: Any) -> None:
    write(page, "标记")
    page.click("text=点这里续借")
    wait_for_reply(page, "你说：续借")


def test_markup_in_a_text_is_shown_as_it_stands(page: Any) -> None:
    write(page, "标记")
    wait_for_reply(page, "<b>粗</b><img src=x onerror=alert(1)>")
    assert page.locator(".bubble b, .bubble.text img").count() == 0


def test_a_sub_menu_opens_and_its_button_is_tapped(page: Any) -> None:
    page.click("#to-menu")
    page.click(".has-subs")
    page.click("text=在借")
    wait_for_reply(page, "菜单 loans")


def test_an_article_is_shown_as_a_card(page: Any) -> None:
    page.click("#to-menu")
    page.click("#menu >> text=活动")
    page.wait_for_selector(".article.first >> text=故事会")


def test_a_book_is_scanned_from_the_menu(page: Any, box: Box) -> None:
    page.click("#to-menu")
    page.click("#menu >> text=扫书")
    page.fill("#scan-value", "9787544270878")
    page.click("#scan-dialog .primary")
    wait_for_reply(page, "菜单 isbn")
    assert "9787544270878" in box.get("/_control/pushes")["pushes"][-1]["xml"]


@pytest.mark.parametrize("tool", ["photo", "voice", "video"])
def test_each_tool_sends_its_message(page: Any, tool: str) -> None:
    page.click("#more")
    page.click(f"[data-tool={tool}]")
    page.wait_for_selector(".said.own .bubble")
    wait_for_reply(page, "你说：")


def test_a_picture_from_the_album_is_sent(page: Any, box: Box) -> None:
    own = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 x"}
    page.set_input_files("#file", own)
    page.wait_for_selector(".said.own .bubble.image", state="attached")
    assert box.get("/_control/seen", reader="student")["seen"][-2]["kind"] == "image"


def test_a_place_is_sent(page: Any) -> None:
    page.click("#more")
    page.click("[data-tool=location]")
    page.click("#place-dialog .primary")
    page.wait_for_selector(".said.own .place")


def test_a_push_arrives_by_itself(page: Any, box: Box) -> None:
    box.platform.diary.add("student", "text", Source.CUSTOMER_SERVICE, text="预约的书到了")
    page.wait_for_selector(".said >> text=预约的书到了")


def test_time_is_advanced_from_the_panel(page: Any, box: Box) -> None:
    page.click('[data-advance="86400"]')
    page.wait_for_selector("#now-note >> text=已拨动")
    assert box.platform.clock.told()["offset_s"] == pytest.approx(86400, abs=1)


def test_trouble_is_made_from_the_panel(page: Any) -> None:
    page.select_option("#fault-kind", "drop_reply")
    page.fill("#fault-count", "3")
    page.click("#add-fault button")
    page.wait_for_selector("#faults >> text=回复在途中丢失")
    write(page, "x")
    page.wait_for_selector(".note.failure >> text=暂时无法提供服务")


def test_another_reader_has_another_phone(page: Any) -> None:
    write(page, "只给小林")
    wait_for_reply(page, "你说：只给小林")
    page.click("[data-person=parent]")
    page.wait_for_selector("#follow")
    assert page.locator(".said").count() == 0


def test_the_older_reader_gets_large_type(open_page: Callable[..., Any]) -> None:
    page = open_page("elder", 390, 780)
    page.click("#follow")
    page.click("#to-keyboard")
    write(page, "老馆几点关")
    wait_for_reply(page, "老馆")
    size = page.eval_on_selector(".bubble", "node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 24


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1360])
def test_nothing_runs_over_the_side(open_page: Callable[..., Any], width: int) -> None:
    page = open_page("student", width, 760)
    page.click("#follow")
    page.click("#to-keyboard")
    write(page, "https://a.example/" + "x" * 300)
    wait_for_reply(page, "你说")
    wide = "Math.max(...[...document.querySelectorAll('.phone *')].map(n => n.scrollWidth))"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(wide) <= width


def test_the_keyboard_alone_is_enough(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.wait_for_selector("#follow")
    page.focus("#follow")
    page.keyboard.press("Enter")
    page.wait_for_selector(".has-subs")
    page.focus(".has-subs")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wait_for_reply(page, "菜单 loans")


def test_every_button_has_a_name(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.wait_for_selector("[data-person=student]")
    named = "n => n.map(b => (b.ariaLabel || b.textContent).trim())"
    assert "" not in page.eval_on_selector_all("button", named)


def test_the_staff_console_is_one_click_away(page: Any) -> None:
    assert page.get_attribute("#staff", "href") == "http://127.0.0.1:1/staff/"


def test_a_reset_empties_the_phone(page: Any, box: Box) -> None:
    write(page, "x")
    wait_for_reply(page, "你说：x")
    box.control("reset")
    page.wait_for_selector("#follow")
    assert page.locator(".said").count() == 0
