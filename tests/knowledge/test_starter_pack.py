"""The pack as its README promises it."""

from collections import Counter

from bench.judging import demo_knowledge
from chalicelib.folding.fold import squeeze
from chalicelib.knowledge.lessons import is_entry
from chalicelib.knowledge.starter_pack import starter_pack

PACK = starter_pack()


def test_every_phrasing_is_text() -> None:
    assert {type(lesson.text) for lesson in PACK} == {str}


def test_no_phrasing_stands_twice() -> None:
    times = Counter(squeeze(lesson.text) or lesson.text for lesson in PACK)
    assert [text for text, count in times.items() if count > 1] == []


def test_every_topic_has_enough_phrasings() -> None:
    times = Counter(lesson.topic for lesson in PACK)
    assert min(times.values()) >= 35


def test_the_demo_library_has_an_entry_for_every_topic_of_the_pack() -> None:
    entries, _ = demo_knowledge()
    topics = {lesson.topic for lesson in PACK if is_entry(lesson.topic)}
    assert topics <= {entry.id for entry in entries}
