"""One contract for entries, blobs and gaps, on the fakes and on a real engine."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from chalicelib.errors import Conflict, NotFound
from chalicelib.knowledge.blob_store import BlobStore
from chalicelib.knowledge.entry_store import EntryStore
from chalicelib.knowledge.gap_store import GapStore
from chalicelib.knowledge.ports import Blobs, Entries, Gaps
from chalicelib.tables.connect import Wire
from chalicelib.texts.words import Language
from tests.knowledge.factories import an_entry
from tests.knowledge.fakes import FakeBlobs, FakeEntries, FakeGaps

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
BOTH = ["fake", pytest.param("engine", marks=pytest.mark.engine)]


@pytest.fixture(params=BOTH)
def entries(request: pytest.FixtureRequest) -> Entries:
    if request.param == "fake":
        return FakeEntries()
    wire: Wire = request.getfixturevalue("storage")
    numbers = count()
    return EntryStore(wire, lambda: f"shelf{next(numbers)}")


@pytest.fixture(params=BOTH)
def blobs(request: pytest.FixtureRequest) -> Blobs:
    if request.param == "fake":
        return FakeBlobs()
    request.getfixturevalue("storage")
    return BlobStore()


@pytest.fixture(params=BOTH)
def gaps(request: pytest.FixtureRequest) -> Gaps:
    if request.param == "fake":
        return FakeGaps()
    request.getfixturevalue("storage")
    return GapStore()


def _ids(entries: Entries) -> list[str]:
    return [entry.id for entry in entries.all().entries]


def test_an_empty_library_has_no_entries(entries: Entries) -> None:
    assert entries.all().entries == ()


def test_a_saved_entry_is_read_back_whole(entries: Entries) -> None:
    entry = an_entry(
        similar=("无线网",),
        translations={Language.ENGLISH: "At the desk."},
        questions={Language.ENGLISH: "Wifi?"},
        valid_to=date(2026, 12, 31),
        owner="设备部",
        updated_by="anna",
    )
    saved = entries.put(entry, NOW)
    assert entries.get("wifi") == saved
    assert saved == replace(entry, version=1, updated_ms=1795248000000)


def test_an_entry_nobody_saved_is_not_found(entries: Entries) -> None:
    with pytest.raises(NotFound):
        entries.get("wifi")


def test_of_two_editors_of_an_entry_the_second_is_told(entries: Entries) -> None:
    saved = entries.put(an_entry(), NOW)
    entries.put(replace(saved, answer="甲"), NOW)
    with pytest.raises(Conflict):
        entries.put(replace(saved, answer="乙"), NOW)
    assert entries.get("wifi").answer == "甲"


def test_a_new_entry_does_not_replace_an_old_one(entries: Entries) -> None:
    entries.put(an_entry(), NOW)
    with pytest.raises(Conflict):
        entries.put(an_entry(answer="另一个"), NOW)


def test_an_entry_is_deleted_as_it_was_read(entries: Entries) -> None:
    saved = entries.put(an_entry(), NOW)
    with pytest.raises(Conflict):
        entries.delete("wifi", saved.version + 1)
    entries.delete("wifi", saved.version)
    assert _ids(entries) == []


def test_entries_come_in_pages(entries: Entries) -> None:
    entries.put(an_entry("a"), NOW)
    entries.put(an_entry("b"), NOW)
    entries.put(an_entry("c"), NOW)
    first = entries.page("", 2)
    second = entries.page(first.after, 2)
    assert [e.id for e in (*first.entries, *second.entries)] == ["a", "b", "c"]
    assert second.after == ""


def test_a_whole_set_is_replaced_at_once(entries: Entries) -> None:
    entries.put(an_entry("a"), NOW)
    wanted = [an_entry(f"e{number:03d}") for number in range(150)]
    entries.replace_all(wanted, entries.all().mark, NOW)
    assert _ids(entries) == [entry.id for entry in wanted]
    assert entries.get("e000").version == 1


def test_a_set_that_was_edited_in_between_is_not_replaced(entries: Entries) -> None:
    mark = entries.all().mark
    entries.put(an_entry("a"), NOW)
    with pytest.raises(Conflict):
        entries.replace_all([an_entry("b")], mark, NOW)
    assert _ids(entries) == ["a"]


def test_every_change_changes_the_mark(entries: Entries) -> None:
    marks = [entries.all().mark]
    saved = entries.put(an_entry("a"), NOW)
    marks.append(entries.all().mark)
    entries.replace_all([saved], marks[-1], NOW)
    marks.append(entries.all().mark)
    assert len(set(marks)) == 3


def test_after_a_replacement_entries_can_be_edited(entries: Entries) -> None:
    entries.replace_all([an_entry("a")], entries.all().mark, NOW)
    entries.put(replace(entries.get("a"), answer="新"), NOW)
    assert entries.get("a").version == 2


def test_a_large_blob_comes_back_whole(blobs: Blobs) -> None:
    body = bytes(range(256)) * 3000
    blobs.put("model@1", body, NOW)
    blobs.put("small", b"", NOW)
    assert blobs.get("model@1") == body
    assert blobs.get("small") == b""


def test_a_deleted_blob_is_gone(blobs: Blobs) -> None:
    blobs.put("model@1", b"x" * 700_000, NOW)
    blobs.delete("model@1")
    with pytest.raises(NotFound):
        blobs.get("model@1")


def test_the_same_gap_is_counted(gaps: Gaps) -> None:
    later = NOW + timedelta(hours=1)
    gaps.count("k", "有没有滑梯", Language.SIMPLIFIED, NOW)
    gaps.count("k", "有没有滑梯？", Language.SIMPLIFIED, later)
    gap = gaps.get("k")
    assert (gap.text, gap.count, gap.first, gap.last) == ("有没有滑梯", 2, NOW, later)


def test_gaps_asked_last_come_first_in_pages(gaps: Gaps) -> None:
    gaps.count("a", "甲", Language.SIMPLIFIED, NOW)
    gaps.count("b", "乙", Language.SIMPLIFIED, NOW + timedelta(hours=1))
    gaps.count("c", "丙", Language.SIMPLIFIED, NOW + timedelta(hours=2))
    first = gaps.page("", 2)
    second = gaps.page(first.after, 2)
    assert [gap.key for gap in (*first.gaps, *second.gaps)] == ["c", "b", "a"]


def test_a_settled_gap_is_gone(gaps: Gaps) -> None:
    gaps.count("a", "甲", Language.SIMPLIFIED, NOW)
    gaps.delete("a")
    gaps.delete("a")
    with pytest.raises(NotFound):
        gaps.get("a")


def test_gaps_asked_too_long_ago_are_forgotten(gaps: Gaps) -> None:
    gaps.count("a", "甲", Language.SIMPLIFIED, NOW)
    gaps.count("b", "乙", Language.SIMPLIFIED, NOW + timedelta(hours=1))
    gaps.forget_before(NOW + timedelta(minutes=1))
    assert [gap.key for gap in gaps.page("", 10).gaps] == ["b"]


def test_the_words_of_one_reader_alone_go_with_the_reader(gaps: Gaps) -> None:
    gaps.count("mine", "甲", Language.SIMPLIFIED, NOW, "p1")
    gaps.count("mine", "甲", Language.SIMPLIFIED, NOW, "p1")
    gaps.count("ours", "乙", Language.SIMPLIFIED, NOW, "p1")
    gaps.count("ours", "乙", Language.SIMPLIFIED, NOW, "p2")
    assert gaps.forget("p1") == 1
    assert [gap.key for gap in gaps.page("", 9).gaps] == ["ours"]
    assert gaps.forget("p2") == 0
