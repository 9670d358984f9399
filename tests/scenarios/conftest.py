"""The whole service on the real engine, with the demo library's facts; `books` adds its books."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chalice.test import Client

from chalicelib import wiring
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wiring import Services
from local import lessons
from local.demo.seed import seed_books, seed_facts, seed_knowledge
from tests.scenarios import front as front_door
from tests.scenarios.front import BoxClock, FrontDoor


@pytest.fixture
def clock() -> BoxClock:
    return BoxClock()


@pytest.fixture
def services(storage_settings: Settings, clock: BoxClock, tmp_path: Path) -> Services:
    settings = replace(
        storage_settings,
        wechat_app_id=front_door.APP_ID,
        wechat_token=front_door.TOKEN,
        wechat_aes_key=front_door.AES_KEY,
        wechat_app_secret="scenario-secret",
        wechat_api="http://127.0.0.1:9",
        account_kind="unverified_subscription",
        pseudonym_key="scenario",
        files_dir=str(tmp_path / "files"),
    )
    built = wiring.use(clock, settings, lessons.kept)
    _ = built.wire
    create_missing(MODELS)
    seed_facts(built)
    return built


@pytest.fixture
def answers(services: Services) -> None:
    """The demo library's questions and answers, published; learnt once on this machine."""
    seed_knowledge(services)


@pytest.fixture
def books(services: Services) -> None:
    """The demo library's catalogue, which takes seconds to import."""
    seed_books(services)


@pytest.fixture
def front(services: Services, clock: BoxClock) -> Iterator[FrontDoor]:
    app = importlib.import_module("app").app
    with Client(app) as client:
        yield FrontDoor(client, clock)
