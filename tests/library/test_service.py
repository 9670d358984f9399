"""The settings staff save and every message reads."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.errors import Conflict, NotFound
from chalicelib.library.fields import Unreadable
from chalicelib.library.service import CurrentSettings, LibrarySettings
from chalicelib.library.snapshot import (
    CANNED,
    FACTS,
    MENU,
    OVERRIDES,
    TOGGLES,
    WELCOME,
    Snapshot,
    as_json,
)
from chalicelib.library.written import load_yaml
from tests.library.factories import DEMO, day
from tests.library.fakes import FakeCalendar, FakeDocuments

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
SOURCE = (DEMO / "library.yaml").read_text("utf-8")


class Desk:
    """Settings over documents in memory."""

    def __init__(self) -> None:
        self.documents = FakeDocuments()
        self.seconds = 0.0
        self.told: list[str] = []
        self.problems: list[str] = []
        self.current = CurrentSettings(
            self.documents, FakeCalendar(), load_yaml, lambda: self.seconds
        )
        self.settings = LibrarySettings(
            self.documents, self.current, (self._check,), (lambda by, now: self.told.append(by),)
        )

    def _check(self, snapshot: Snapshot) -> list[str]:
        return self.problems

    def parsed_anew(self) -> Snapshot:
        written = {name: replace(held, plain="") for name, held in self.documents.all().items()}
        return self.current.parsed(written)

    def save(self, name: str, body: str) -> None:
        self.settings.save(name, body, self.settings.read(name).version, "anna", NOW)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_before_facts_are_saved_there_are_office_hours_and_nothing_to_tell(desk: Desk) -> None:
    snapshot = desk.current.snapshot()
    assert not snapshot.ready
    assert snapshot.library.desk_week[0]


def test_saved_facts_hold_at_once(desk: Desk) -> None:
    desk.current.snapshot()
    desk.save(FACTS, SOURCE)
    assert desk.current.snapshot().library.name == "临江市图书馆"
    assert desk.told == ["anna"]


def test_a_warm_process_reads_nothing(desk: Desk) -> None:
    desk.current.snapshot()
    desk.current.snapshot()
    assert desk.documents.reads == 1


def test_another_process_sees_the_change_within_a_minute(desk: Desk) -> None:
    desk.current.snapshot()
    other = LibrarySettings(
        desk.documents, CurrentSettings(desk.documents, FakeCalendar(), load_yaml)
    )
    other.save(FACTS, SOURCE, 0, "ben", NOW)
    desk.seconds = 59.0
    assert desk.current.snapshot().ready


def test_unchanged_settings_are_not_parsed_again(desk: Desk) -> None:
    first = desk.current.snapshot()
    desk.seconds = 100.0
    assert desk.current.snapshot() is first


def test_facts_with_a_mistake_are_refused_and_nothing_changes(desk: Desk) -> None:
    desk.save(FACTS, SOURCE)
    with pytest.raises(Unreadable, match="09:0x"):
        desk.save(FACTS, SOURCE.replace("09:00-21:00", "09:0x-21:00"))
    assert desk.settings.read(FACTS).version == 1


def test_overrides_must_name_branches_of_the_facts(desk: Desk) -> None:
    desk.save(FACTS, SOURCE)
    desk.save(OVERRIDES, "- {first: 2026-12-01, branches: [kids], hours: closed, note: 检修}")
    snapshot = desk.current.snapshot()
    assert not snapshot.hours.on(snapshot.library.branch("kids"), day("2026-12-01")).open
    with pytest.raises(Unreadable, match="moon"):
        desk.save(OVERRIDES, "- {first: 2026-12-01, branches: [moon], hours: closed}")


def test_facts_cannot_lose_a_branch_that_an_override_names(desk: Desk) -> None:
    desk.save(FACTS, SOURCE)
    desk.save(OVERRIDES, "- {first: 2026-12-01, branches: [kids], hours: closed}")
    with pytest.raises(Unreadable, match="kids"):
        desk.save(FACTS, SOURCE.replace("id: kids", "id: children").replace("kids,", ""))


def test_what_others_object_to_is_not_saved(desk: Desk) -> None:
    desk.problems = ["问答 print-copy：没有叫“fees.x”的资料"]
    with pytest.raises(Unreadable, match="print-copy"):
        desk.save(FACTS, SOURCE)


def test_of_two_editors_the_second_is_told(desk: Desk) -> None:
    desk.save(FACTS, SOURCE)
    with pytest.raises(Conflict):
        desk.settings.save(FACTS, SOURCE, 0, "ben", NOW)


def test_a_menu_is_read(desk: Desk) -> None:
    desk.save(
        MENU,
        "buttons:\n- {name: 我的证, key: 'text:card'}\n- {name: 官网, url: 'https://a.example'}",
    )
    assert [button.name for button in desk.current.snapshot().menu] == ["我的证", "官网"]


def test_welcome_and_canned_answers_are_read(desk: Desk) -> None:
    desk.save(WELCOME, "zh-Hans: 您好\nen: Hello")
    desk.save(CANNED, "card: 请到服务台\nhelp: {zh-Hans: 您好, zh-Hant: 您好, en: Hello}")
    snapshot = desk.current.snapshot()
    assert snapshot.welcome is not None
    assert snapshot.welcome.en == "Hello"
    assert snapshot.canned["card"].hans == "请到服务台"


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        (WELCOME, "en: Hello", "welcome.zh-Hans：缺少"),
        (WELCOME, "长" * 601, "太长，最多 600"),
        (CANNED, "- 1", "canned：这里应当是"),
        (CANNED, "card: {en: x}", "canned.card.zh-Hans：缺少"),
        (TOGGLES, "faq: maybe", "toggles.faq"),
        (MENU, "buttons: 3", "buttons：这里应当是一个列表"),
    ],
)
def test_a_mistake_is_explained(desk: Desk, name: str, body: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        desk.save(name, body)


def test_only_known_documents_can_be_read_or_saved(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.settings.read("publication")
    with pytest.raises(NotFound):
        desk.settings.history("passwords")


def test_history_shows_who_saved_what(desk: Desk) -> None:
    desk.save(WELCOME, "您好")
    desk.save(WELCOME, "欢迎")
    assert [held.body for held in desk.settings.history(WELCOME)] == ["欢迎", "您好"]


def test_what_was_saved_is_read_without_its_parser(desk: Desk) -> None:
    desk.save(FACTS, SOURCE)
    desk.save(OVERRIDES, "[{first: 2026-12-01, hours: 闭馆}]")
    read = CurrentSettings(desk.documents, FakeCalendar(), _no_parser).snapshot()
    anew = desk.parsed_anew()
    assert (read.library, read.overrides) == (anew.library, anew.overrides)


@pytest.mark.parametrize("body", ["1: 您好", "{zh-Hans: 2026-12-01 10:00:00}"])
def test_what_json_would_say_otherwise_is_not_kept_as_json(body: str) -> None:
    assert as_json(load_yaml(body)) == ""


def _no_parser(source: str) -> Any:
    raise AssertionError(source)
