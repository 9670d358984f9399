"""What every released version stored is served by the present code."""

import importlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chalice.test import Client

from chalicelib import wiring
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from infra.copies.archive import Reader
from infra.copies.place import release
from infra.copies.restore import restore
from local.copies import BoxPlace
from local.release_sample import KEY, SAMPLES
from tests.factories_staff import Browser, seen
from tests.scenarios import front as front_door
from tests.scenarios.front import BoxClock, FrontDoor

pytestmark = pytest.mark.engine
RELEASES = sorted(folder.name for folder in SAMPLES.iterdir())
SINCE = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture(params=RELEASES)
def sample(request: pytest.FixtureRequest) -> Path:
    return SAMPLES / str(request.param)


@pytest.fixture
def facts(sample: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((sample / "facts.json").read_text("utf-8"))
    return held


@pytest.fixture
def front(sample: Path, storage_settings: Settings, tmp_path: Path) -> Iterator[FrontDoor]:
    """The front door of a stage into which the old backup was restored."""
    clock = BoxClock(SINCE)
    settings = replace(
        storage_settings,
        wechat_app_id=front_door.APP_ID,
        wechat_token=front_door.TOKEN,
        wechat_aes_key=front_door.AES_KEY,
        wechat_api="http://127.0.0.1:9",
        pseudonym_key=KEY,
        files_dir=str(tmp_path / "files"),
    )
    services = wiring.use(clock, settings)
    _ = services.wire
    create_missing(MODELS)
    restore(BoxPlace(services), sample / "backup.zip", SINCE, str)
    with Client(importlib.import_module("app").app) as client:
        yield FrontDoor(client, clock)


def test_the_present_release_has_its_sample() -> None:
    """Missing? `make release-sample`, with the version that is about to be released."""
    assert release() in RELEASES


def test_what_an_old_release_stored_is_served(front: FrontDoor, facts: dict[str, Any]) -> None:
    reader = front.reader(facts["reader"][1:])
    assert "身份证" in reader.says("办证要带什么")
    assert "8:30-18:00" in reader.says("明天老馆几点关门")
    mine = reader.says("我的反馈")
    assert (facts["case"] in mine, "sample answer" in mine) == (True, True), mine
    browser = Browser(front.client)
    assert browser.sign_in(facts["user"], facts["password"]).status_code == 303
    shown = browser.get(f"/staff/cases/{facts['case']}")
    assert "sample words" in seen(shown)
    assert (
        browser.get(f"/staff/cases/{facts['case']}/files/1/0", Accept="image/png").status_code
        == 200
    )


def test_an_old_reader_can_be_forgotten(front: FrontDoor, facts: dict[str, Any]) -> None:
    reader = front.reader(facts["reader"][1:])
    reader.unfollows()
    front.clock.pass_(minutes=2)
    wiring.services().sweep()
    assert wiring.services().feedback.get(facts["case"]).reader == ""


def test_a_sample_is_small_and_holds_no_more_than_a_demo(sample: Path) -> None:
    assert (sample / "backup.zip").stat().st_size < 4_000_000
    held = Reader(sample / "backup.zip").manifest
    assert held.begun - SINCE < timedelta(days=0)
    assert held.tables["conversations"].lines == 0
