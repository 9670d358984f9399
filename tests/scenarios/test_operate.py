"""What the technician's commands ask of the service from inside, through the front door."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from chalice.test import Client

from chalicelib import triggers, wiring
from chalicelib.knowledge.entries import Entry
from chalicelib.wiring import Services
from infra.catalogue import bring
from local import lessons
from tests.local.box import Box, a_box
from tests.scenarios.front import BoxClock, FrontDoor
from tests.takeover.factories import MENU, REPLIES

pytestmark = pytest.mark.engine
FILE = "MP_verify_AbC123.txt"


@pytest.fixture
def platform() -> Iterator[Box]:
    box = a_box("http://127.0.0.1:9/")
    box.control("console", server_mode=False, menu=MENU, replies=REPLIES)
    yield box
    box.stop()


@pytest.fixture
def taken(services: Services, clock: BoxClock, platform: Box) -> Services:
    """The same stage, which reaches the platform."""
    config = platform.platform.config
    settings = replace(
        services.settings,
        wechat_api=f"http://127.0.0.1:{platform.port}",
        wechat_app_id=config.app_id,
        wechat_app_secret=config.app_secret,
        account_kind="verified_service",
    )
    return wiring.use(clock, settings, lessons.kept)


def asked(client: Client, what: str, **facts: Any) -> Any:
    return client.lambda_.invoke("operate", {"what": what, **facts}).payload


def test_the_doctor_answers_from_inside(taken: Services, front: FrontDoor) -> None:
    findings = asked(front.client, "examine")["findings"]
    verdicts = {one["about"]: one["verdict"] for one in findings}
    assert verdicts["access token"] == "ok"
    assert verdicts["schedule sweep"] == "wrong"
    triggers.sweep()
    triggers.work_import()
    findings = asked(front.client, "examine")["findings"]
    assert {one["about"]: one["verdict"] for one in findings}["schedule sweep"] == "ok"


def test_an_account_is_taken_over_and_given_back(
    taken: Services, front: FrontDoor, platform: Box
) -> None:
    told = asked(front.client, "takeover")
    assert (told["new"], told["lost"], told["left"]) == (True, ["电话"], ["map"])
    assert asked(front.client, "handback")["published"] == ["官网", "服务"]
    assert len((platform.platform.menus.current() or {})["button"]) == 2


def test_drafts_stand_among_the_entries_and_are_heard_by_nobody(
    taken: Services, front: FrontDoor
) -> None:
    asked(front.client, "takeover")
    assert asked(front.client, "draft") == {"added": 1}
    assert asked(front.client, "draft") == {"added": 0}
    entry: Entry = taken.knowledge.editing.entries.get("before-1")
    assert (entry.question, entry.answer) == ("开馆时间", "周二至周日 9:00-17:00")
    assert taken.knowledge.published.reads() is None


def test_what_cannot_be_done_is_told_in_words(taken: Services, front: FrontDoor) -> None:
    assert "make takeover" in asked(front.client, "handback")["not_done"]
    assert asked(front.client, "dance") == {"not_done": "no such command"}


def test_the_days_count_is_set_to_nought_ten_times_a_month(
    taken: Services, front: FrontDoor, platform: Box
) -> None:
    platform.platform.quotas.spend("/cgi-bin/menu/create")
    assert asked(front.client, "clear_quota") == {}
    assert platform.platform.quotas.told("/cgi-bin/menu/create")["used"] == 0
    told = [asked(front.client, "clear_quota") for _ in range(10)]
    assert "no clearing" in told[-1]["not_done"]


def test_wechats_domain_file_is_served_at_the_root(taken: Services, front: FrontDoor) -> None:
    assert front.client.http.get(f"/{FILE}").status_code == 404
    assert asked(front.client, "domain_file", name=FILE, text="AbC123\n") == {"kept": [FILE]}
    asked(front.client, "domain_file", name="MP_verify_b.txt", text="b")
    told = front.client.http.get(f"/{FILE}")
    assert (told.status_code, told.body) == (200, b"AbC123")
    assert told.headers["Content-Type"].startswith("text/plain")


def test_a_file_of_books_is_brought_in(
    taken: Services, front: FrontDoor, capsys: pytest.CaptureFixture[str]
) -> None:
    """Over 4 MB: it would fit into no request."""
    rows = [{"id": str(n), "title": f"书{n}", "about": "x" * 4000} for n in range(1100)]
    body = "\n".join(json.dumps(row) for row in [*rows, {"id": "none"}]).encode()
    taken.files.put("imports/a.jsonl", body, "application/jsonl")

    def operate(what: str, **facts: Any) -> Any:
        triggers.work_import()
        return asked(front.client, what, **facts)

    assert len(body) > 4 * 1024 * 1024
    assert bring(operate, "imports/a.jsonl", "a.jsonl", pause_s=0) == 0
    said = capsys.readouterr().out
    assert "1,101 seen, 1,100 added, 0 updated, 1 refused." in said
    assert "record 1101: no_title" in said


def test_a_file_that_is_no_catalogue_is_refused_and_does_not_stay(
    taken: Services, front: FrontDoor
) -> None:
    taken.files.put("imports/a.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png")
    told = asked(front.client, "import", key="imports/a.png", name="a.png", by="t")
    assert told["not_done"]
    assert list(taken.files.keys("imports/")) == []


@pytest.mark.parametrize("name", ["robots.txt", "MP_verify_b.txt", "favicon.ico"])
def test_nothing_else_is_there(taken: Services, front: FrontDoor, name: str) -> None:
    assert front.client.http.get(f"/{name}").status_code == 404


def test_no_other_file_is_ever_kept(taken: Services, front: FrontDoor) -> None:
    told = asked(front.client, "domain_file", name="index.html", text="x")
    assert "MP_verify" in told["not_done"]
