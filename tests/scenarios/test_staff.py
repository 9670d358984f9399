"""Staff at the console of the whole service: app.py, the real engine, the demo library."""

import re

import pytest

from chalicelib.staff.console import ROUTES
from chalicelib.staff.route import Kind
from chalicelib.staff.service_people import ensure_first_admin
from chalicelib.wiring import Services
from chalicelib.work_queue import MemoryQueue
from tests.factories_staff import Browser, seen, text
from tests.scenarios.front import FrontDoor

PAGES = [
    route.path
    for route in ROUTES
    if route.method == "GET" and route.kind is not Kind.ASSET and "{" not in route.path
]
SHUT = {"/staff/sign-in", "/staff/second-step/square"}
"""To somebody who is in, and who is not setting up a second step."""
LENDING = re.compile(r"/staff/(api/)?(desk|reminders|waiting)\b")
"""Shut where nothing lends, as here."""
OPEN_TO_ALL = [path for path in PAGES if path not in SHUT]


@pytest.fixture
def browser(front: FrontDoor, services: Services) -> Browser:
    """The first person of an empty house, signed in."""
    password = ensure_first_admin(services.staff_users, services.clock())
    assert password is not None
    browser = Browser(front.client)
    assert browser.sign_in("admin", password).status_code == 303
    return browser


def work_off(services: Services) -> None:
    """What the queue's thread does in the box."""
    assert isinstance(services.queue, MemoryQueue)
    nudge = services.queue.take()
    assert nudge is not None
    services.nudged(*nudge)


def test_a_complaint_is_answered_and_the_answer_reaches_the_reader(
    front: FrontDoor, browser: Browser
) -> None:
    reader = front.reader()
    said = reader.says("投诉 三楼太冷")
    listed = browser.get("/staff/cases")
    number = re.search(r"/staff/cases/(\d{4}-\d{4})", text(listed))
    assert number is not None
    assert number[1] in said
    once = re.search(r'name="once" value="(\w+)"', text(browser.get(number[0])))
    assert once is not None
    browser.post(f"{number[0]}/answer", {"text": "已请物业调高温度。", "once": once[1]})
    assert "已请物业调高温度。" in reader.says("我的反馈")
    assert "已答复" in seen(browser.get(number[0]))


def test_who_saw_the_case_is_on_record(front: FrontDoor, browser: Browser) -> None:
    front.reader().says("投诉 三楼太冷")
    browser.get("/staff/cases")
    assert "admin 查看收件箱" in seen(browser.get("/staff/audit"))


def test_a_question_nobody_could_answer_is_shown_and_becomes_an_entry(
    front: FrontDoor, answers: None, browser: Browser, services: Services
) -> None:
    front.reader().says("馆里能不能养鹦鹉唱歌剧")
    work_off(services)
    listed = text(browser.get("/staff/gaps"))
    assert "鹦鹉" in listed
    link = re.search(r'href="(/staff/faq/new\?gap=\w+)"', listed)
    assert link is not None
    assert "鹦鹉" in text(browser.get(link[1]))


def test_every_page_opens_on_the_real_service(answers: None, browser: Browser) -> None:
    shut = {path for path in OPEN_TO_ALL if browser.get(path, Accept="*/*").status_code != 200}
    assert shut == {path for path in OPEN_TO_ALL if LENDING.match(path)}


def test_a_day_that_differs_is_told_to_readers_at_once(
    front: FrontDoor, answers: None, browser: Browser, services: Services
) -> None:
    today = f"{services.clock():%Y-%m-%d}"
    day = {"version": 0, "first": today, "last": today, "note": "停电检修"}
    assert browser.post("/staff/settings/overrides", day).status_code == 303
    assert "停电检修" in front.reader().says("今天总馆开门吗")


def test_who_leaves_is_out_with_the_next_request(front: FrontDoor, browser: Browser) -> None:
    fields = {"name": "wu", "display": "吴", "roles": ["desk"]}
    made = text(browser.post("/staff/people", fields))
    password = re.search(r'class="once"><code>([^<]+)', made)
    assert password is not None
    theirs = Browser(front.client)
    theirs.sign_in("wu", password[1])
    assert theirs.get("/staff/cases").status_code == 200
    browser.post("/staff/people/wu/disable", {})
    assert theirs.get("/staff/cases").status_code == 303
    assert theirs.post_json("/staff/api/cases/1/notes", b"{}").status_code == 401
