"""A real browser at a real box, as a newcomer has it two minutes after cloning."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.drills.box import BoxProcess

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoxProcess]:
    box = BoxProcess(tmp_path_factory.mktemp("box"))
    box.start()
    yield box
    box.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is missing: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def phone(box: BoxProcess, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{box.facts()['fake_wechat']}/")
    yield page
    page.close()


@pytest.fixture
def console(box: BoxProcess, browser: Browser) -> Iterator[Page]:
    """Signed in as the first member of staff."""
    page = signed_in(browser, box.facts())
    yield page
    page.close()


def signed_in(browser: Browser, facts: dict[str, Any]) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(facts["staff"])
    page.fill("#name", facts["first_staff"]["user"])
    page.fill("#password", facts["first_staff"]["password"])
    page.click("button.main")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Screenshots of the last run, to be looked at."""
    folder = Path(__file__).resolve().parent.parent.parent / ".cache" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
