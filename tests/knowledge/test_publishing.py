"""Publishing: whole or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.errors import BadRequest, Conflict, TryLater
from chalicelib.knowledge.entries import Direction, Phrasing
from chalicelib.knowledge.publication import pack, unpack
from chalicelib.knowledge.published import Published
from chalicelib.library.fields import Unreadable
from chalicelib.library.service import CurrentSettings
from chalicelib.library.snapshot import CANNED, FACTS, MENU, WELCOME
from chalicelib.library.written import load_yaml
from chalicelib.texts.words import Language
from tests.knowledge.desk import FACTS_SOURCE, NOW, Desk, a_desk
from tests.knowledge.factories import an_entry
from tests.knowledge.fakes import reads_keywords
from tests.library.fakes import FakeCalendar

HANS, HANT, EN = Language.SIMPLIFIED, Language.TRADITIONAL, Language.ENGLISH


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def _answer(desk: Desk, entry_id: str, language: Language = HANS) -> str:
    return desk.published.publication().entries[entry_id].answer[language]


def test_before_the_first_publishing_there_is_nothing_to_say(desk: Desk) -> None:
    assert desk.published.publication().entries == {}
    assert desk.published.reads() is None


def test_published_answers_have_their_facts_filled_in(desk: Desk) -> None:
    desk.entries.put(an_entry(answer="总馆{hours.main}，电话{library.phone_main}"), NOW)
    desk.publisher.publish("anna", NOW)
    assert _answer(desk, "wifi") == "总馆周二至周日9:00-21:00，周一闭馆，电话0560-5550100"


def test_traditional_is_made_where_nobody_wrote_it(desk: Desk) -> None:
    desk.entries.put(an_entry(answer="图书馆电话"), NOW)
    desk.entries.put(an_entry("b", answer="图书馆", translations={HANT: "本館"}), NOW)
    desk.publisher.publish("anna", NOW)
    assert _answer(desk, "wifi", HANT) == "圖書館電话"
    assert _answer(desk, "b", HANT) == "本館"


def test_facts_in_an_english_answer_are_english(desk: Desk) -> None:
    desk.entries.put(an_entry(translations={EN: "Open {hours.main}"}), NOW)
    desk.publisher.publish("anna", NOW)
    assert _answer(desk, "wifi", EN) == "Open Tue–Sun 9:00–21:00, closed Mon"


def test_the_matcher_is_taught_from_entries_and_phrasings(desk: Desk) -> None:
    desk.entries.put(an_entry(keywords=("无线",)), NOW)
    desk.teaching.add_phrasing(Phrasing("wifi", "上网"), "anna", NOW)
    desk.publisher.publish("anna", NOW)
    reads = desk.published.reads()
    assert reads is not None
    assert reads("怎么上网").topics == ("wifi",)


def test_edits_are_not_seen_before_they_are_published(desk: Desk) -> None:
    saved = desk.entries.put(an_entry(answer="旧"), NOW)
    desk.publisher.publish("anna", NOW)
    desk.entries.put(replace(saved, answer="新"), NOW)
    assert _answer(desk, "wifi") == "旧"
    assert desk.publisher.report().changed


def test_after_publishing_nothing_is_left_to_publish(desk: Desk) -> None:
    desk.entries.put(an_entry(), NOW)
    report = desk.publisher.publish("anna", NOW)
    assert (report.changed, report.entries, report.by, report.at) == (False, 1, "anna", NOW)


def test_a_new_phrasing_is_something_to_publish(desk: Desk) -> None:
    desk.entries.put(an_entry(), NOW)
    desk.publisher.publish("anna", NOW)
    desk.teaching.add_phrasing(Phrasing("wifi", "上网"), "anna", NOW)
    assert desk.publisher.report().changed


def test_every_wrong_template_is_named_and_nothing_is_published(desk: Desk) -> None:
    desk.entries.put(an_entry("a", answer="{hours.moon}"), NOW)
    desk.entries.put(an_entry("b", translations={EN: "{nothing}"}), NOW)
    with pytest.raises(Unreadable) as wrong:
        desk.publisher.publish("anna", NOW)
    assert wrong.value.problems == (
        "问答 a：没有叫“hours.moon”的资料",
        "问答 b：没有叫“nothing”的资料",
    )
    assert desk.published.publication().entries == {}


def test_without_facts_nothing_can_be_published() -> None:
    with pytest.raises(BadRequest, match="馆情资料"):
        Desk().publisher.publish("anna", NOW)


def test_an_answer_that_grows_too_long_with_its_facts_is_refused(desk: Desk) -> None:
    desk.entries.put(an_entry(answer="{hours}" * 4), NOW)
    assert "最多 600 字" in desk.publisher.report().problems[0]


def test_changed_facts_change_published_answers_at_once(desk: Desk) -> None:
    desk.entries.put(an_entry(answer="{library.phone_main}"), NOW)
    desk.publisher.publish("anna", NOW)
    desk.save(FACTS, FACTS_SOURCE.replace("phone_main: 0560-5550100", "phone_main: 0560-1"))
    assert _answer(desk, "wifi") == "0560-1"
    assert not desk.publisher.report().changed


def test_facts_that_published_answers_need_cannot_be_dropped(desk: Desk) -> None:
    desk.entries.put(an_entry(answer="{services.wifi.ssid}"), NOW)
    desk.publisher.publish("anna", NOW)
    with pytest.raises(Unreadable, match=r"问答 wifi：没有叫“services\.wifi\.ssid”的资料"):
        desk.save(FACTS, FACTS_SOURCE.replace("ssid:", "name:"))


def test_welcome_and_canned_answers_are_published_with_their_facts(desk: Desk) -> None:
    desk.publisher.publish("anna", NOW)
    desk.save(WELCOME, "欢迎来到{library.name}")
    desk.save(CANNED, "phone: '{library.phone_main}'")
    said = desk.published.publication().texts
    assert said["welcome"][HANS] == "欢迎来到临江市图书馆"
    assert said["text:phone"][HANS] == "0560-5550100"


def test_a_menu_may_only_lead_to_what_there_is(desk: Desk) -> None:
    desk.entries.put(an_entry(), NOW)
    desk.publisher.publish("anna", NOW)
    desk.save(MENU, "- {name: 上网, key: 'faq:wifi'}")
    with pytest.raises(Unreadable, match="没有编号为“moon”的问答"):
        desk.save(MENU, "- {name: 上网, key: 'faq:moon'}")
    with pytest.raises(Unreadable, match="没有叫“phone”的固定回复"):
        desk.save(MENU, "- {name: 电话, key: 'text:phone'}")


def test_an_entry_the_menu_leads_to_cannot_vanish_from_the_publication(desk: Desk) -> None:
    saved = desk.entries.put(an_entry(), NOW)
    desk.publisher.publish("anna", NOW)
    desk.save(MENU, "- {name: 上网, key: 'faq:wifi'}")
    desk.entries.delete("wifi", saved.version)
    with pytest.raises(Unreadable, match="wifi"):
        desk.publisher.publish("anna", NOW)


def test_a_warm_process_reads_no_blob_twice(desk: Desk) -> None:
    desk.entries.put(an_entry(), NOW)
    desk.publisher.publish("anna", NOW)
    before = desk.blobs.reads
    desk.published.publication()
    desk.published.reads()
    desk.published.publication()
    desk.published.reads()
    assert desk.blobs.reads - before <= 2


def test_parts_of_old_publications_are_deleted_in_time(desk: Desk) -> None:
    desk.entries.put(an_entry(), NOW)
    reports = [desk.publisher.publish("anna", NOW) for _ in range(10)]
    assert reports[-1].version == 10
    assert len(desk.blobs.held) == 8


def test_when_two_publish_the_second_is_told_and_leaves_nothing_behind(desk: Desk) -> None:
    desk.entries.put(an_entry(), NOW)
    desk.publisher.publish("anna", NOW)
    before = set(desk.blobs.held)
    held = desk.current.document("publication")
    desk.while_training = lambda: desk.documents.save(held, NOW)
    with pytest.raises(Conflict):
        desk.publisher.publish("ben", NOW)
    assert set(desk.blobs.held) == before


def test_a_publication_survives_storage(desk: Desk) -> None:
    entry = an_entry(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    desk.entries.put(entry, NOW)
    desk.publisher.publish("anna", NOW)
    publication = desk.published.publication()
    assert unpack(pack(publication)) == publication
    assert publication.entries["wifi"].holds(date(2026, 12, 31))
    assert not publication.entries["wifi"].holds(date(2027, 1, 1))


def test_synonyms_are_kept_as_written(desk: Desk) -> None:
    desk.teaching.save_synonyms("- {words: [书, 图书], direction: to-first}", 0, "anna", NOW)
    (group,) = desk.teaching.synonyms()
    assert group.words == ("书", "图书")
    assert group.direction is Direction.TO_FIRST


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("- {words: [书]}", r"synonyms\[1\]\.words：一组同义词至少"),
        ("- {words: [书, 图书], direction: up}", "只能是 two-way"),
        ("words: 3", "这里应当是一个列表"),
    ],
)
def test_wrong_synonyms_are_explained(desk: Desk, body: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        desk.teaching.save_synonyms(body, 0, "anna", NOW)


def test_a_phrasing_means_what_was_said_last(desk: Desk) -> None:
    desk.teaching.add_phrasing(Phrasing("a", "上网"), "anna", NOW)
    desk.teaching.add_phrasing(Phrasing("b", "上网"), "anna", NOW)
    desk.teaching.add_phrasing(Phrasing("", "高铁票"), "anna", NOW)
    desk.teaching.remove_phrasing("高铁票", "anna", NOW)
    assert desk.teaching.phrasings() == (Phrasing("b", "上网"),)


def test_a_process_that_lagged_behind_many_publications_finds_the_last_one(desk: Desk) -> None:
    entry = desk.entries.put(an_entry(answer="旧"), NOW)
    desk.publisher.publish("anna", NOW)
    lagging = CurrentSettings(desk.documents, FakeCalendar(), load_yaml)
    lagging.snapshot()
    desk.entries.put(replace(entry, answer="新"), NOW)
    _ = [desk.publisher.publish("anna", NOW) for _ in range(9)]
    published = Published(lagging, desk.blobs, reads_keywords)
    assert published.publication().entries["wifi"].answer[HANS] == "新"


def test_while_storage_is_busy_readers_keep_the_last_publication(desk: Desk) -> None:
    desk.entries.put(an_entry(answer="在"), NOW)
    desk.publisher.publish("anna", NOW)
    _answer(desk, "wifi")
    desk.documents.busy = True
    desk.current.forget()
    assert _answer(desk, "wifi") == "在"
    with pytest.raises(TryLater):
        Desk.save(desk, WELCOME, "您好")
