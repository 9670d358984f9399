"""A director serves a reader's rights from the page of the reader's case."""

import json

import pytest

from chalicelib.staff.model import Role
from chalicelib.staff.service_people import ensure_first_admin
from chalicelib.wiring import Services
from tests.factories_staff import Browser, seen
from tests.scenarios.front import BoxClock, FrontDoor
from tests.scenarios.test_feedback import number_in

pytestmark = pytest.mark.engine


@pytest.fixture
def director(front: FrontDoor, services: Services) -> Browser:
    password = ensure_first_admin(services.staff_users, services.clock())
    assert password is not None
    browser = Browser(front.client)
    browser.sign_in("admin", password)
    return browser


def test_all_that_is_held_is_downloaded_and_on_record(front: FrontDoor, director: Browser) -> None:
    reader = front.reader()
    reader.says("同意隐私说明")
    number = number_in(reader.says("投诉 三楼太冷"))
    answer = director.get(f"/staff/api/cases/{number}/reader")
    held = json.loads(answer.body)
    assert (held["reader"], held["cases"][0]["entries"][0]["text"]) == (reader.openid, "三楼太冷")
    assert [one["deed"] for one in held["consents"]] == ["given"]
    assert (held["wishes"], held["messages_sent"], held["last_sent"]) == ([], 0, None)
    audit = seen(director.get("/staff/audit"))
    assert "admin 下载读者资料" in audit
    assert reader.openid not in audit


def test_a_reader_is_forgotten_from_the_case(
    front: FrontDoor, director: Browser, services: Services, clock: BoxClock
) -> None:
    reader = front.reader()
    number = number_in(reader.says("投诉 三楼太冷"))
    director.get(f"/staff/cases/{number}")
    assert director.post(f"/staff/cases/{number}/forget", {}).status_code == 303
    clock.pass_(minutes=2)
    services.sweep()
    assert services.conversations.row(reader.openid) is None
    assert "三楼太冷" not in seen(director.get(f"/staff/cases/{number}"))
    again = director.get(f"/staff/api/cases/{number}/reader")
    assert again.status_code == 404


def test_the_desk_alone_may_not(front: FrontDoor, services: Services, director: Browser) -> None:
    number = number_in(front.reader().says("投诉 三楼太冷"))
    people = services.staff.people
    password = people.create("lin", "lin", frozenset({Role.DESK}), services.clock())
    desk = Browser(front.client)
    desk.sign_in("lin", password)
    refused = desk.get(f"/staff/api/cases/{number}/reader")
    assert refused.status_code == 403
