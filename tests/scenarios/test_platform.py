"""Both ways at once: the platform in the box pushes to us, and we call it back."""

import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from waitress.server import create_server

from chalicelib import wiring
from chalicelib.catalogue.model import Copy, Record
from chalicelib.feedback.model import Author, Case, Entry
from chalicelib.ils.model import CardNumber, Secret
from chalicelib.library.documents import Document
from chalicelib.library.menu import Button
from chalicelib.notify.model import About, Message, State, Way
from chalicelib.notify.settings import TEMPLATES, written
from chalicelib.notify.store import DeliveryStore
from chalicelib.notify.suggest import best
from chalicelib.readers.store import ReaderStore
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from local.demo.seed import seed_facts
from local.gateway import wsgi
from local.serving import in_thread
from local.wechat_platform.clock import SteeredClock
from local.wechat_platform.faults import FaultKind
from tests.local.box import Box, a_box
from tests.local.standin import AES_KEY, APP_ID, APP_SECRET

pytestmark = pytest.mark.engine
TOKEN = "scenarioToken"
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Library:
    """A verified account: its service, and its platform."""

    services: Services
    box: Box

    def says(self, **what: str) -> str:
        """Sends as the demo student; returns the words of the passive reply."""
        (reply,) = self.box.replies("send", **what)
        return str(reply["text"])

    def complains(self) -> str:
        found = re.search(r"\d{4}-\d{4}", self.says(text="投诉 三楼空调太冷了"))
        assert found
        return found.group()

    def case(self, number: str) -> Case:
        return self.services.feedback.get(number)

    def sweeps(self) -> None:
        self.services.sweeper.sweep(self.services.clock())

    def answers(self, number: str, text: str) -> None:
        now = self.services.clock()
        self.services.feedback.answer(number, Entry("s1", Author.STAFF, now, text, by="lin"), now)

    def pushed(self) -> list[str]:
        """Texts of the customer-service messages the student has seen."""
        told = self.box.get("/_control/seen", reader="student")["seen"]
        return [one["text"] for one in told if one["source"] == "customer_service"]

    def templates(self) -> list[list[list[str]]]:
        """Lines of the template messages the student has seen."""
        told = self.box.get("/_control/seen", reader="student")["seen"]
        return [one["lines"] for one in told if one["source"] == "template"]

    @property
    def openid(self) -> str:
        return str(self.box.platform.readers.get("student").openid)

    def borrows(self, title: str) -> None:
        """The student binds a card and has a book that is due in five days."""
        now, card = self.services.clock(), CardNumber("R1")
        pin = self.services.embedded.cards.register(card, "学生", "adult", now).pin
        word = self.services.cards.invite(self.openid, now)
        code = self.services.cards.prove(word, card, Secret(pin), "", "1.2.3.4", now)
        assert "绑定好了" in self.says(text=code)
        record = Record("t1", title, copies=(Copy("main", barcode="B-t1"),))
        self.services.embedded.copies.adopt(record)
        self.services.embedded.desk.lend("R1", "B-t1", now - timedelta(days=25))

    def chooses(self) -> None:
        """The account's own templates, as they suggest themselves; nobody sleeps here."""
        chosen = best(
            (one.id, one.title, one.content) for one in self.services.wechat_api.templates()
        )
        now, desk = self.services.clock(), self.services.staff.reminding
        assert desk is not None
        desk.save_templates(written(chosen), 0, "lin", now)
        desk.save_rules({"quiet": {"from": 0, "to": 0}}, 0, "lin", now)

    def fate(self) -> list[tuple[State, Way | None, str]]:
        held = DeliveryStore().of(self.openid)
        return [(one.state, one.way, one.receipt) for one in held]

    def reminds(self, id: str = "due-1") -> State:
        """By the account's own template, as the service itself would choose it."""
        chosen = best(
            (one.id, one.title, one.content) for one in self.services.wechat_api.templates()
        )
        body = yaml.safe_dump(written(chosen), allow_unicode=True)
        if not self.services.documents.all().get(TEMPLATES):
            self.services.documents.save(Document(TEMPLATES, body), self.services.clock())
            self.services.knowledge.current.forget()
        facts = {"title": "平凡的世界", "date": date(2026, 12, 1), "count": 1, "advice": "可以续借"}
        message = Message(id, About.DUE, "《平凡的世界》12月1日到期", facts)
        return self.services.notify.send(self.openid, message, self.services.clock())

    def pictures(self, number: str) -> list[bytes]:
        keys = [key for entry in self.case(number).entries for key in entry.pictures]
        return [self.services.files.get(key).body for key in keys]


@pytest.fixture
def library(storage_settings: Settings, tmp_path: Path) -> Iterator[Library]:
    clock = SteeredClock()
    app = runpy.run_path(str(ROOT / "app.py"))["app"]
    server = create_server(wsgi(app, {}), host="127.0.0.1", port=0, threads=4)
    stop = in_thread(server)
    url = f"http://127.0.0.1:{server.effective_port}/wechat"
    box = a_box(url, clock, token=TOKEN, reply_timeout_s=5.0)
    settings = replace(
        storage_settings,
        wechat_app_id=APP_ID,
        wechat_app_secret=APP_SECRET,
        wechat_token=TOKEN,
        wechat_aes_key=AES_KEY,
        wechat_api=f"http://127.0.0.1:{box.port}",
        pseudonym_key="scenario",
        files_dir=str(tmp_path / "files"),
        circulation="embedded",
    )
    services = wiring.use(clock.now, settings)
    _ = services.wire
    create_missing(MODELS)
    seed_facts(services)
    box.act("follow")
    yield Library(services, box)
    box.stop()
    stop()


def test_a_picture_sent_after_a_complaint_is_copied(library: Library) -> None:
    number = library.complains()
    library.says(type="image")
    assert len(library.pictures(number)) == 1
    assert library.pictures(number)[0].startswith(b"\x89PNG")


def test_a_picture_the_platform_will_not_give_at_once_is_copied_later(library: Library) -> None:
    number = library.complains()
    fault = library.box.platform.faults.add(FaultKind.HTTP_500, path="/cgi-bin/media")
    assert number in library.says(type="image")
    assert library.pictures(number) == []
    library.box.platform.faults.remove(fault.id)
    library.box.platform.clock.advance(30)
    library.sweeps()
    assert len(library.pictures(number)) == 1


def test_a_picture_that_expired_meanwhile_is_told_to_staff(library: Library) -> None:
    number = library.complains()
    fault = library.box.platform.faults.add(FaultKind.HTTP_500, path="/cgi-bin/media")
    library.says(type="image")
    library.box.platform.faults.remove(fault.id)
    library.box.platform.clock.advance(3 * 24 * 3600)
    library.sweeps()
    assert library.pictures(number) == []
    assert "没" in library.case(number).entries[-1].text


def test_an_answer_comes_as_a_customer_service_message(library: Library) -> None:
    number = library.complains()
    library.answers(number, "空调已经调高两度")
    library.sweeps()
    (message,) = library.pushed()
    assert "空调已经调高两度" in message


def test_an_answer_is_sent_once(library: Library) -> None:
    number = library.complains()
    library.answers(number, "空调已经调高两度")
    library.sweeps()
    library.sweeps()
    assert len(library.pushed()) == 1


def test_an_answer_after_two_days_waits_for_the_readers_next_message(library: Library) -> None:
    number = library.complains()
    library.box.platform.clock.advance(49 * 3600)
    library.answers(number, "空调已经调高两度")
    library.sweeps()
    assert library.pushed() == []
    assert "空调已经调高两度" in library.says(text="你好")


def test_an_answer_the_platform_refuses_waits_for_the_readers_next_message(
    library: Library,
) -> None:
    number = library.complains()
    library.box.platform.faults.add(FaultKind.API_ERROR, count=1, errcode=45015)
    library.answers(number, "空调已经调高两度")
    library.sweeps()
    assert library.pushed() == []
    assert "空调已经调高两度" in library.says(text="你好")


def test_a_menu_is_published(library: Library) -> None:
    library.services.platform.publish((Button("开放时间", key="faq:hours"),))
    assert library.box.platform.menus.buttons()[0]["key"] == "faq:hours"


def test_a_reminder_arrives_by_the_accounts_template_once(library: Library) -> None:
    assert [library.reminds(), library.reminds()] == [State.SENT, State.SENT]
    (lines,) = library.templates()
    assert lines[:2] == [["图书名称", "平凡的世界"], ["应还日期", "2026年12月1日"]]


def test_a_reminder_whose_receipt_says_no_waits_for_the_readers_next_message(
    library: Library,
) -> None:
    library.says(text="你好")
    library.box.platform.clock.advance(49 * 3600)
    library.box.platform.faults.add(FaultKind.TEMPLATE_BLOCKED, count=1)
    library.reminds()
    library.box.get("/_control/idle", wait_s=10)
    assert library.templates() == []
    assert "12月1日到期" in library.says(text="你好")


def test_a_reminder_a_reader_refused_goes_into_the_open_window(library: Library) -> None:
    library.says(text="你好")
    library.box.act("refuse", template="图书到期提醒")
    library.reminds()
    library.sweeps()
    assert library.templates() == []
    assert library.pushed() == ["《平凡的世界》12月1日到期"]


def test_a_reminder_whose_answer_was_lost_is_shown_once(library: Library) -> None:
    library.box.platform.faults.add(FaultKind.TORN_CONNECTION, count=1, path="/cgi-bin/message/te")
    assert library.reminds() is State.SENDING
    library.box.platform.clock.advance(120)
    library.services.notify.sweep(library.services.clock())
    assert len(library.templates()) == 1
    assert library.reminds() is State.SENT


def test_who_binds_a_card_is_reminded_by_template_and_the_receipt_is_kept(
    library: Library,
) -> None:
    library.borrows("活着")
    library.chooses()
    library.services.sweep()
    library.services.sweep()
    library.box.get("/_control/idle", wait_s=10)
    (lines,) = library.templates()
    assert lines[0] == ["图书名称", "活着"]
    assert library.fate() == [(State.SENT, Way.TEMPLATE, "success")]


def test_who_refuses_the_template_is_reminded_in_the_open_window(library: Library) -> None:
    library.borrows("活着")
    library.chooses()
    library.box.act("refuse", template="图书到期提醒")
    library.services.sweep()
    library.services.sweep()
    assert library.templates() == []
    (told,) = library.pushed()
    assert "《活着》" in told
    assert library.fate() == [(State.SENT, Way.INBOX, "")]


def test_who_has_been_silent_for_months_hears_it_with_the_next_message(library: Library) -> None:
    library.borrows("活着")
    library.chooses()
    library.box.act("refuse", template="图书到期提醒")
    library.services.conversations.forget(library.openid)
    library.services.sweep()
    library.services.sweep()
    assert library.pushed() == []
    assert "《活着》" in library.says(text="你好")


def test_who_is_forgotten_after_a_reminder_leaves_nothing_of_it(library: Library) -> None:
    library.borrows("活着")
    library.chooses()
    library.box.act("refuse", template="图书到期提醒")
    library.services.conversations.forget(library.openid)
    library.services.sweep()
    library.services.forget(library.openid)
    library.box.platform.clock.advance(120)
    library.services.sweep()
    assert library.services.conversations.row(library.openid) is None
    assert library.fate() == []
    assert ReaderStore().get(library.openid).version == 0
