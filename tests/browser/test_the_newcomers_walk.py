"""A reader complains on the phone page, staff answer in the console, the reader hears it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def says(phone: Page, text: str) -> None:
    """Behind the account's menu the keyboard is one tap away."""
    expect(phone.locator("#box-text, #to-keyboard").locator("visible=true").first).to_be_visible()
    if phone.locator("#to-keyboard").is_visible():
        phone.click("#to-keyboard")
    phone.fill("#box-text", text)
    phone.press("#box-text", "Enter")


def follows(phone: Page, name: str) -> None:
    """Picks the reader up and follows, where that reader does not follow yet."""
    reader = phone.get_by_role("button", name=re.compile(name)).first
    reader.click()
    expect(reader).to_have_attribute("aria-pressed", "true")
    follow, foot = phone.locator("#follow"), phone.locator("#foot")
    if "已关注" not in reader.inner_text():
        expect(follow).to_be_visible()
        follow.click()
    expect(foot).to_be_visible()


def test_a_complaint_is_answered_from_the_console(
    phone: Page, console: Page, pictures: Path
) -> None:
    follows(phone, "小林")
    says(phone, "投诉 三楼空调太冷了")
    chat = phone.locator("#chat")
    expect(chat).to_contain_text("编号", timeout=10_000)
    numbers = re.findall(r"\d{4}-\d{4}", chat.inner_text())
    console.goto(console.url.split("/staff")[0] + f"/staff/cases/{numbers[-1]}")
    expect(console.locator("body")).to_contain_text("三楼空调太冷了")
    console.fill("#text", "谢谢提醒，三楼温度已调高。")
    console.screenshot(path=pictures / "case.png")
    console.get_by_role("button", name="发送答复").click()
    expect(chat).to_contain_text("三楼温度已调高", timeout=20_000)
    phone.screenshot(path=pictures / "phone.png")


def test_script_in_a_readers_words_stays_text(phone: Page, console: Page) -> None:
    follows(phone, "乐乐妈妈")
    says(phone, "建议 <script>document.title='broken'</script><img src=x onerror=alert(1)>")
    chat = phone.locator("#chat")
    expect(chat).to_contain_text("编号", timeout=10_000)
    numbers = re.findall(r"\d{4}-\d{4}", chat.inner_text())
    console.goto(console.url.split("/staff")[0] + f"/staff/cases/{numbers[-1]}")
    expect(console.locator("body")).to_contain_text("<script>")
    assert console.title() != "broken"
    assert phone.title() != "broken"
