"""Welcome, menu, places, choices, languages: through the front door."""

import pytest

from chalicelib.library.snapshot import FACTS
from chalicelib.wiring import Services
from tests.scenarios.front import FrontDoor

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("answers")]


def test_a_new_follower_reads_the_librarys_own_welcome(front: FrontDoor) -> None:
    said = front.reader().follows()
    assert said.startswith("欢迎关注临江市图书馆！一江书香，满城灯火。")
    assert "0560-5550100" in said


def test_a_menu_tap_answers_its_question(front: FrontDoor) -> None:
    assert "身份证" in front.reader().taps("faq:card-apply-adult")


def test_a_menu_tap_may_stand_for_words(front: FrontDoor) -> None:
    assert "今天（11月21日 周六）各馆：" in front.reader().taps("cmd:今天各馆开放时间")
    assert "编号" in front.reader("other").taps("cmd:人工")


def test_a_menu_tap_shows_a_canned_answer(front: FrontDoor) -> None:
    assert "ISBN" in front.reader().taps("text:find-book")


def test_a_place_gets_the_nearest_branch_and_its_hours(front: FrontDoor) -> None:
    place = {"Location_X": 31.3290, "Location_Y": 118.3888, "Scale": 15, "Label": ""}
    said = front.reader().sends("location", **place).text
    assert said.startswith("离您最近的：\n\n1. 老城分馆")
    assert "今天 8:30-18:00（现在开着）" in said


def test_an_english_reader_gets_english_hours(front: FrontDoor) -> None:
    reader = front.reader()
    reader.says("English")
    assert "Today (Sat Nov 21):" in reader.says("are you open today?")


def test_an_english_question_gets_an_english_answer(front: FrontDoor) -> None:
    said = front.reader().says("how do I get a library card")
    assert said.startswith("Bring a valid ID")


def test_hours_can_be_gone_on_about(front: FrontDoor) -> None:
    reader = front.reader()
    reader.says("明天老馆几点关门")
    assert reader.says("那少儿馆呢").startswith("少儿馆明天（11月22日 周日）9:00-18:00")


def test_changed_facts_reach_readers_at_once_in_this_process(
    front: FrontDoor, services: Services
) -> None:
    reader = front.reader()
    reader.says("几点开门")
    settings = services.knowledge.editing.settings
    facts = settings.read(FACTS)
    changed = facts.body.replace('sun: "08:30-18:00"', 'sun: "08:30-12:00"')
    settings.save(FACTS, changed, facts.version, "anna", services.clock())
    assert "8:30-12:00" in reader.says("明天老馆几点关门")
