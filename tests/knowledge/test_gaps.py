"""Unanswered questions become knowledge; questions can be tried."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.dialogue import Kind
from chalicelib.errors import NotFound
from chalicelib.knowledge.chat import KnowledgeChat
from chalicelib.knowledge.entries import Entry, Phrasing, SynonymGroup
from chalicelib.knowledge.entry_service import EntryService
from chalicelib.knowledge.gap_service import GapService
from chalicelib.knowledge.ports import Gap
from chalicelib.knowledge.remembered import Remembered
from chalicelib.knowledge.try_service import TryService
from chalicelib.texts.words import Language
from tests.knowledge.desk import Desk, a_desk
from tests.knowledge.factories import an_entry
from tests.knowledge.fakes import FakeGaps, reads_keywords

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
HANS = Language.SIMPLIFIED


@dataclass
class GapDesk:
    desk: Desk
    gaps: GapService

    def asked(self, text: str) -> None:
        self.gaps.record_gap(text, HANS, NOW)

    def only(self) -> Gap:
        (gap,) = self.gaps.page().gaps
        return gap


@pytest.fixture
def gap_desk() -> GapDesk:
    desk = a_desk()
    entries = EntryService(desk.entries, desk.current)
    return GapDesk(desk, GapService(FakeGaps(), entries, desk.teaching))


def test_the_same_question_in_another_spelling_is_counted_once(gap_desk: GapDesk) -> None:
    gap_desk.asked("有没有滑梯？")
    gap_desk.asked("有沒有滑梯")
    gap = gap_desk.only()
    assert (gap.text, gap.count) == ("有没有滑梯？", 2)


@pytest.mark.parametrize("text", ["", "？？", "啊"])
def test_what_says_nothing_is_no_gap(gap_desk: GapDesk, text: str) -> None:
    gap_desk.asked(text)
    assert gap_desk.gaps.page().gaps == ()


def test_a_long_story_is_kept_short(gap_desk: GapDesk) -> None:
    gap_desk.asked("长" * 1000)
    assert len(gap_desk.only().text) == 200


def test_a_question_of_last_month_is_forgotten(gap_desk: GapDesk) -> None:
    gap_desk.asked("有没有滑梯")
    gap_desk.gaps.record_gap("有没有秋千", HANS, NOW + timedelta(days=31))
    assert gap_desk.only().text == "有没有秋千"


def test_a_gap_becomes_an_entry_that_knows_its_words(gap_desk: GapDesk) -> None:
    gap_desk.asked("有没有滑梯")
    entry = an_entry("slide", question="少儿馆有滑梯吗？")
    saved = gap_desk.gaps.to_new_entry(gap_desk.only().key, entry, "anna", NOW)
    assert saved.similar == ("有没有滑梯",)
    assert gap_desk.gaps.page().gaps == ()


def test_a_gap_teaches_an_entry_there_is(gap_desk: GapDesk) -> None:
    gap_desk.desk.entries.put(an_entry("wifi"), NOW)
    gap_desk.asked("网在哪连")
    gap_desk.gaps.to_known_entry(gap_desk.only().key, "wifi", "anna", NOW)
    assert gap_desk.desk.teaching.phrasings() == (Phrasing("wifi", "网在哪连"),)
    assert gap_desk.gaps.page().gaps == ()


def test_a_gap_cannot_teach_an_entry_that_is_not_there(gap_desk: GapDesk) -> None:
    gap_desk.asked("网在哪连")
    with pytest.raises(NotFound):
        gap_desk.gaps.to_known_entry(gap_desk.only().key, "moon", "anna", NOW)
    assert gap_desk.only().count == 1


def test_a_gap_can_be_nobodys_question(gap_desk: GapDesk) -> None:
    gap_desk.asked("高铁票怎么退")
    gap_desk.gaps.to_nothing(gap_desk.only().key, "anna", NOW)
    assert gap_desk.desk.teaching.phrasings() == (Phrasing("", "高铁票怎么退"),)


def test_a_gap_can_be_dismissed(gap_desk: GapDesk) -> None:
    gap_desk.asked("你几岁")
    gap_desk.gaps.dismiss(gap_desk.only().key)
    assert gap_desk.gaps.page().gaps == ()


@pytest.fixture
def trying() -> TryService:
    desk = a_desk()
    desk.entries.put(an_entry("wifi", keywords=("无线",), answer="连 LJ-Library。"), NOW)
    desk.publisher.publish("anna", NOW)
    desk.entries.put(an_entry("print", keywords=("打印",)), NOW)
    reads = desk.published.reads()
    assert reads is not None
    chat = KnowledgeChat(desk.published, desk.current)
    return TryService(chat, reads, desk.publisher, reads_keywords)


def test_a_tried_question_shows_what_readers_would_get(trying: TryService) -> None:
    tried = trying.published("无线密码", HANS, NOW)
    assert (tried.kind, tried.topics, tried.sure) == (Kind.FAQ, ("wifi",), 1.0)
    assert tried.reply == "连 LJ-Library。"


def test_what_is_not_published_yet_is_tried_as_a_draft(trying: TryService) -> None:
    assert trying.published("打印", HANS, NOW).kind is Kind.OUT_OF_SCOPE
    assert trying.draft("打印", NOW).topics == ("print",)


@dataclass
class Counting:
    times: int = 0

    def train(self, entries: object, synonyms: object, phrasings: object) -> bytes:
        self.times += 1
        return str(self.times).encode()


def _lessons(*entries: Entry) -> tuple[list[Entry], list[SynonymGroup], list[Phrasing]]:
    return list(entries), [SynonymGroup(("书", "图书"))], [Phrasing("wifi", "网")]


def test_the_same_lessons_are_learnt_once() -> None:
    counting = Counting()
    remembered = Remembered(counting.train)
    assert remembered(*_lessons(an_entry())) == remembered(*_lessons(an_entry(version=7)))
    assert counting.times == 1


def test_other_lessons_are_learnt_anew() -> None:
    counting = Counting()
    remembered = Remembered(counting.train)
    remembered(*_lessons(an_entry()))
    remembered(*_lessons(an_entry(answer="新")))
    assert counting.times == 2
