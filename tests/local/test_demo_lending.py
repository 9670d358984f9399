"""What the box's library system holds at its first start."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.ils.model import CardNumber
from chalicelib.settings import Settings
from chalicelib.tables.connect import Wire
from chalicelib.wiring import Services
from local.demo.lending import seed_lending, told
from local.demo.seed import seed_facts

pytestmark = pytest.mark.engine
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def services(storage: Wire, storage_settings: Settings) -> Services:
    services = Services(replace(storage_settings, circulation="embedded"), lambda: NOW)
    seed_facts(services)
    return services


def test_the_demo_cards_have_pins_of_their_own_and_some_history(
    services: Services, tmp_path: Path
) -> None:
    pins = seed_lending(services, tmp_path)
    sheet = services.embedded.cards.sheet(CardNumber("LJ100002"), NOW)
    assert [loan.overdue for loan in sheet.loans] == [True, False]
    assert len(services.embedded.desk.to_fetch("", "", 9)[0]) == 1
    assert [pins[number] in line for number, line in zip(pins, told(pins), strict=True)] == [
        True
    ] * 3
    assert seed_lending(services, tmp_path) == pins
    assert (tmp_path / "demo-cards.json").stat().st_mode & 0o077 == 0


def test_a_box_with_another_system_gets_no_cards(tmp_path: Path) -> None:
    assert seed_lending(Services(Settings()), tmp_path) == {}


def test_after_a_restore_loans_stay_as_they_were_and_pins_are_new(
    services: Services, tmp_path: Path
) -> None:
    seed_lending(services, tmp_path)
    (loan, *_) = services.embedded.cards.sheet(CardNumber("LJ100001"), NOW).loans
    services.embedded.desk.take_back(loan.item, "main", NOW)
    before = services.embedded.cards.sheet(CardNumber("LJ100001"), NOW).loans
    (tmp_path / "demo-cards.json").unlink()
    assert set(seed_lending(services, tmp_path)) == {"LJ100001", "LJ100002", "LJ100003"}
    assert services.embedded.cards.sheet(CardNumber("LJ100001"), NOW).loans == before
