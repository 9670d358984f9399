"""Answers for a library's first day."""

import re

import pytest
import yaml

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.starter_answers import offer, starter_entries
from chalicelib.knowledge.starter_pack import starter_pack
from chalicelib.library.facts import fill, names_in
from chalicelib.library.model import Library
from chalicelib.texts.words import Language
from tests.library.factories import DEMO, a_library

EN = Language.ENGLISH


@pytest.mark.parametrize("entry", starter_entries(), ids=lambda entry: entry.id)
def test_an_answer_is_filled_from_the_demo_librarys_facts(entry: Entry, demo: Library) -> None:
    said = fill(entry.answer, demo)
    assert "{" not in said
    assert 4 < len(said) <= 300


@pytest.mark.parametrize("entry", starter_entries(), ids=lambda entry: entry.id)
def test_english_speaks_of_the_same_facts_without_chinese(entry: Entry, demo: Library) -> None:
    said = fill(entry.translations.get(EN, ""), demo, EN)
    assert not re.search(
        "[\u4e00-\u9fff]", re.sub(f"人工|反馈|预约|借书|还书|{_names(demo)}", "", said)
    )
    assert entry.questions[EN]


def _names(library: Library) -> str:
    return "|".join(branch.called for branch in library.branches)


def test_most_answers_are_there_in_english() -> None:
    assert sum(EN in entry.translations for entry in starter_entries()) >= 66


def test_every_topic_of_the_starter_pack_has_an_answer() -> None:
    taught = {lesson.topic for lesson in starter_pack()}
    topics = {topic for topic in taught if topic != "none" and not topic.startswith("intent.")}
    assert {entry.id for entry in starter_entries()} == topics


def test_the_demo_library_asks_about_nothing_else() -> None:
    asked = yaml.safe_load((DEMO / "faq.yaml").read_text("utf-8"))
    assert {one["id"] for one in asked} == {entry.id for entry in starter_entries()}


def test_most_answers_speak_from_facts() -> None:
    named = [entry for entry in starter_entries() if names_in(entry.answer)]
    assert len(named) >= 68


def test_a_library_with_few_facts_starts_with_what_it_has() -> None:
    offered = offer(a_library())
    assert {"opening-hours", "weekly-closing", "bring-laptop"} <= {e.id for e in offered.ready}
    waiting = {one.entry.id: one.problems for one in offered.waiting}
    assert waiting["wifi"][0] == "没有叫“services.wifi.ssid”的资料"


def test_a_library_with_all_facts_starts_with_everything(demo: Library) -> None:
    assert offer(demo).waiting == ()
