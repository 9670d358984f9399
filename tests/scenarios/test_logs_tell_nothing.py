"""Every front door is used, rightly and wrongly; the log names the ids and tells nothing else."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib import logs
from chalicelib.conversation.model import shard_of
from chalicelib.dialogue import Answer, Turn
from chalicelib.errors import TryLater
from chalicelib.feedback.model import Author, Entry
from chalicelib.staff.service_people import ensure_first_admin
from chalicelib.wiring import Services
from tests.scenarios import front as front_door
from tests.scenarios.front import BoxClock, FrontDoor
from tests.test_metrics import broken_rules

pytestmark = pytest.mark.engine
OPENID = "oreaderZhang0001"
WORDS = "三楼太冷了我的电话是13912345678"
SEARCHED = "红楼梦有没有"
PRIVATE = (
    *(OPENID, WORDS, "三楼", "13912345678", SEARCHED, "media-of-the-reader", "typed-by-staff"),
    *("word-of-the-link", "card-of-the-reader", "typed-by-the-reader"),
    *(front_door.TOKEN, front_door.AES_KEY, "scenario-secret"),
)
Heard = Callable[[], list[dict[str, Any]]]


class Furious:
    """A chat that fails and says far too much."""

    name = "furious"

    def answer(self, turn: Turn) -> Answer:
        logging.getLogger("urllib3").error("%s said %s", turn.message.reader, turn.said)
        raise ValueError(f"{turn.message.reader} said {turn.said}: {front_door.TOKEN}")


class Away:
    """A platform that cannot be reached, and says why in its own way."""

    is_verified = True

    def send_text(self, reader: str, text: str) -> None:
        raise RuntimeError(f"{reader}: {text}")

    def quota(self, path: str) -> Any:
        raise TryLater("WeChat: the network failed")

    def download(self, media_id: str, *_: object) -> Any:
        raise TryLater("WeChat: the network failed")


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str]) -> Iterator[Heard]:
    """All lines so far, from the finest level on; none of them holds what is private."""
    root, ours = logging.getLogger(), logging.getLogger("weiguan")
    before, levels = root.handlers[:], (root.level, ours.level)
    logs.start("DEBUG", stage="prod", function="APIHandler")

    def lines() -> list[dict[str, Any]]:
        shown = capsys.readouterr()
        told = [json.loads(line) for line in shown.out.splitlines()]
        plain = f"{json.dumps(told, ensure_ascii=False)}{shown.out}{shown.err}"
        assert [secret for secret in PRIVATE if secret in plain] == []
        return told

    yield lines
    root.handlers[:] = before
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def of(event: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The last line of that event."""
    return [line for line in lines if line["event"] == event][-1]


@pytest.mark.usefixtures("answers")
def test_a_complaint_is_told_by_message_case_and_hash(front: FrontDoor, heard: Heard) -> None:
    front.reader(OPENID[1:]).says(f"投诉 {WORDS}")
    line = of("message", heard())
    assert (line["status"], line["end"], line["type"]) == (200, "promised", "Text")
    assert line["message"] == "m10001"
    assert len(line["reader"]) == 24
    assert line["case"].startswith("1121-")
    assert (line["answers"], line["stage"]) == (1, "prod")
    assert line["calls"] >= 3
    assert line["write_units"] > 0
    assert line["fallback_percent"] == 0
    assert broken_rules(line) == []


@pytest.mark.usefixtures("answers")
def test_the_hash_is_the_ledgers_and_dies_with_the_reader(front: FrontDoor, heard: Heard) -> None:
    reader = front.reader(OPENID[1:])
    hashes = [reader.says("您好") and of("message", heard())["reader"] for _ in range(2)]
    reader.unfollows()
    reader.follows()
    assert hashes[0] == hashes[1] != of("message", heard())["reader"]


@pytest.mark.usefixtures("answers")
def test_whatever_a_reader_sends_is_not_in_the_log(front: FrontDoor, heard: Heard) -> None:
    reader = front.reader(OPENID[1:])
    reader.says(SEARCHED)
    reader.repeats()
    reader.sends("image", PicUrl="http://mmbiz.qpic.cn/x", MediaId="media-of-the-reader")
    reader.says("人工")
    reader.taps("faq:opening-hours")
    reader.unfollows()
    lines = heard()
    assert sum(line.get("duplicates", 0) for line in lines) == 1
    assert [line["status"] for line in lines if line["event"] == "message"] == [200] * 6


def test_a_chat_that_fails_is_told_by_place_alone(
    front: FrontDoor, services: Services, heard: Heard
) -> None:
    vars(services)["chats"] = (Furious(),)
    front.reader(OPENID[1:]).says(WORDS)
    lines = heard()
    failed = of("a chat failed", lines)
    assert (failed["error"], failed["errors"], failed["message"]) == ("ValueError", 1, "m10001")
    assert "test_logs_tell_nothing.py:" in failed["at"]
    assert of("message", lines)["apologies"] == 1


def test_a_forged_message_is_refused_without_its_words(front: FrontDoor, heard: Heard) -> None:
    query = {"timestamp": "1", "nonce": WORDS, "signature": front_door.TOKEN}
    assert front.post(query, f"<xml>{WORDS}{OPENID}</xml>".encode()).status == 403
    assert of("message", heard())["status"] == 403


def test_what_breaks_a_whole_trigger_off_is_told_once_and_counted(
    front: FrontDoor, services: Services, heard: Heard
) -> None:
    vars(services)["webhook"] = None
    assert front.reader(OPENID[1:]).sends("text", Content=WORDS).status == 500
    line = of("broken off", heard())
    assert (line["error"], line["unhandled"]) == ("AttributeError", 1)


@pytest.mark.usefixtures("answers")
def test_the_queue_and_the_sweeper_name_what_they_work_on(
    front: FrontDoor, services: Services, clock: BoxClock, heard: Heard
) -> None:
    vars(services)["platform"] = Away()
    reader = front.reader(OPENID[1:])
    reader.says(f"投诉 {WORDS}")
    number = of("message", heard())["case"]
    said = Entry("e1", Author.STAFF, clock(), "typed-by-staff", by="admin")
    services.feedback.answer(number, said, clock())
    poisoned = json.dumps({"what": "notice", "facts": {"openid": OPENID, "text": WORDS}})
    nudge = json.dumps({"what": "notice", "facts": {"shard": shard_of(OPENID)}})
    events = front.client.events
    front.client.lambda_.invoke("work", events.generate_sqs_event([poisoned, nudge], "work"))
    clock.pass_(minutes=1)
    front.client.lambda_.invoke("sweep", events.generate_cw_event("aws.events", "x", {}, []))
    lines = heard()
    assert of("a nudge failed", lines)["error"]
    assert of("work", lines)["records"] == 2
    assert of("sweep", lines)["rounds"] == 1
    assert broken_rules(of("sweep", lines)) == []


def test_a_page_that_asks_for_a_card_is_told_without_link_and_card(
    front: FrontDoor, heard: Heard
) -> None:
    path = "/r/bind/word-of-the-link"
    front.client.http.get(path)
    front.client.http.post(
        path,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode({"card": "card-of-the-reader", "secret": "typed-by-the-reader"}).encode(),
    )
    pages = [line for line in heard() if line["event"] == "page"]
    assert [line["route"] for line in pages] == ["bind_page"] * 2


def test_the_other_doors_tell_what_they_did(front: FrontDoor, heard: Heard) -> None:
    front.client.http.get(f"/wechat?signature={front_door.TOKEN}&timestamp=1&nonce=1&echostr=x")
    front.client.http.get(f"/{OPENID}.txt")
    front.client.lambda_.invoke("operate", {"what": "no-such", "reader": OPENID})
    rule = front.client.events.generate_cw_event("aws.events", "x", {}, [])
    front.client.lambda_.invoke("work_import", rule)
    lines = heard()
    assert of("address verified", lines)["status"] == 403
    assert of("domain file", lines)["status"] == 404
    assert of("operate", lines)["ms"] >= 0
    assert of("import", lines)["rounds"] == 1


def test_the_console_is_told_by_route_and_status(
    front: FrontDoor, services: Services, clock: BoxClock, heard: Heard
) -> None:
    ensure_first_admin(services.staff_users, clock())
    form = {"user": "admin", "password": "typed-by-staff", "csrf": "typed-by-staff"}
    front.client.http.post(
        "/staff/sign-in?next=typed-by-staff",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode(form).encode(),
    )
    line = of("staff", heard())
    assert (line["method"], line["route"]) == ("POST", "/staff/sign-in")
    assert line["status"] >= 400
