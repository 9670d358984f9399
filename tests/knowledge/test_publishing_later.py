"""Where a request is too short for teaching the matcher, the worker publishes."""

from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from chalicelib.library.fields import Unreadable
from chalicelib.staff.model import Role
from chalicelib.wiring_staff import PublishingLater
from tests.factories_staff import NOON
from tests.factories_staff import Desk as Console
from tests.knowledge.desk import Desk, a_desk
from tests.knowledge.factories import an_entry


@dataclass
class Wanted:
    asked: list[str] = field(default_factory=list)

    def ask(self, by: str, now: datetime) -> None:
        self.asked.append(by)


@pytest.fixture
def desk() -> Desk:
    desk = a_desk()
    desk.entries.put(an_entry(), NOON)
    return desk


def test_publishing_is_begun_and_still_owed(desk: Desk) -> None:
    wanted = Wanted()
    report = PublishingLater(desk.publisher, wanted).publish("lin", NOON)
    assert wanted.asked == ["lin"]
    assert report.changed


def test_what_stands_in_the_way_is_said_before_anything_begins(desk: Desk) -> None:
    wanted = Wanted()
    desk.entries.put(an_entry("bad", answer="{no.such.fact}"), NOON)
    with pytest.raises(Unreadable, match=r"no\.such\.fact"):
        PublishingLater(desk.publisher, wanted).publish("lin", NOON)
    assert wanted.asked == []


def test_the_page_says_that_it_is_under_way(desk: Desk) -> None:
    later = PublishingLater(desk.publisher, Wanted())
    console = Console()
    knowledge = replace(console.mind.desk, publisher=later, teaches_at_once=False)
    editor = console.signed_in(Role.EDITOR, knowledge=knowledge)
    answer = editor.post("/staff/faq/publish", {})
    draft = editor.post_json("/staff/api/faq/try", b'{"text": "wifi", "draft": true}')
    assert answer.headers["Location"] == "/staff/faq?done=faq-publishing"
    assert draft.status_code == 400
