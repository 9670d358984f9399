"""A reader's hands and eyes: the chat on a phone's screen, and the pages its links open."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

SCREEN = {"width": 390, "height": 844}
SLOW_MS = 30_000
"""A busy machine may need it; nobody waits for it on a quick one."""
_ANSWERS = ".said:not(.own):not(:has(~ .said.own)) .bubble"
"""What was said since the reader wrote last."""


@dataclass
class ReaderPhone:
    """`pictures` is where screenshots go, `named` what their names begin with."""

    page: Page
    pictures: Path
    named: str

    def picks_up(self, reader: str) -> None:
        """The reader's phone, out of all in the box."""
        self.page.click("#open-people")
        self.page.click(f"[data-person={reader}]")
        expect(self.page.locator("#account")).to_be_visible()

    def follows(self) -> None:
        self.page.click("#follow")
        expect(self.page.locator(".said").first).to_be_visible(timeout=SLOW_MS)
        self.page.click("#to-keyboard")

    def says(self, text: str, *answers: str) -> str:
        """Waits until every one of `answers` is read on the screen; all that was answered."""
        own = self.page.locator(".said.own")
        before = own.count()
        self.page.fill("#box-text", text)
        self.page.press("#box-text", "Enter")
        expect(own).to_have_count(before + 1, timeout=SLOW_MS)
        for words in answers:
            heard = self.answers.filter(has_text=words).first
            expect(heard).to_be_visible(timeout=SLOW_MS)
        return "\n".join(self.answers.all_inner_texts())

    @property
    def answers(self) -> Locator:
        return self.page.locator(_ANSWERS)

    def opens_the_link(self, words: str) -> "LinkedPage":
        with self.page.expect_popup() as opened:
            self.answers.get_by_role("link", name=words).click()
        return LinkedPage(opened.value, self.pictures, self.named)

    def passes(self, seconds: int) -> None:
        """The box's clock is put forward."""
        address = f"{self.page.url.partition('?')[0]}_control/clock"
        assert self.page.request.post(address, data={"advance_s": seconds}).ok

    def pictured(self, name: str) -> None:
        self.page.screenshot(path=self.pictures / f"{self.named}-{name}.png")


@dataclass
class LinkedPage:
    """The page on which a card is bound."""

    page: Page
    pictures: Path
    named: str

    def fills_in(self, card: str, pin: str, name: str = "") -> None:
        self.page.fill("#card", card)
        self.page.fill("#pin", pin)
        self.page.fill("#name", name)
        self.pictured("bind")
        self.page.get_by_role("button", name="下一步").click()

    def is_told(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words, timeout=SLOW_MS)

    def six_digits(self) -> str:
        code = self.page.locator(".code")
        expect(code).to_be_visible(timeout=SLOW_MS)
        self.pictured("code")
        return code.inner_text().strip()

    def pictured(self, name: str) -> None:
        self.page.screenshot(path=self.pictures / f"{self.named}-{name}.png")


def a_phone(browser: Browser, address: str, pictures: Path, named: str) -> ReaderPhone:
    """Its browser window is one of its own; `close` the page's context in the end."""
    context = browser.new_context(viewport=SCREEN, device_scale_factor=2, has_touch=True)
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    page.goto(address)
    return ReaderPhone(page, pictures, named)
