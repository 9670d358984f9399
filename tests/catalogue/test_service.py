"""Search: forgiving where it must be, exact where it can be, two calls in all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.model import Copy, Record
from chalicelib.catalogue.service import Found, How
from chalicelib.errors import NotFound
from tests.catalogue.factories import NOW, Desk, a_catalogue, a_desk, a_record, as_jsonl
from tests.catalogue.fakes import FakeBlobs

SHELF = [
    a_record("红楼梦", authors=("[清] 曹雪芹", "高鹗"), isbns=("9787020002207",), clc="I242.4"),
    a_record("红楼梦研究", authors=("俞平伯",)),
    a_record("百年孤独", authors=("加西亚·马尔克斯",), translators=("范晔",)),
    a_record("平凡的世界", authors=("路遥",), call_number="I247.57/L88"),
    a_record("活着", authors=("余华",), copies=(Copy("main"),)),
    a_record("许三观卖血记", authors=("余华",), copies=(Copy("kids"), Copy("main"))),
    a_record("家", authors=("巴金",)),
    a_record("西安往事", authors=("某人",)),
    a_record("线装书", authors=("某人",)),
    a_record("Python编程", authors=("Eric Matthes",), subjects=("程序设计",)),
    a_record("旧书", isbns=("10019.3456",)),
    a_record("阿Q正传", authors=("鲁迅",), other_titles=("The True Story of Ah Q",)),
]


@pytest.fixture(scope="module")
def shelf() -> Desk:
    return a_catalogue(*SHELF)


def found(desk: Desk, said: str, branch: str = "") -> Found:
    return desk.search.find(said, 0, NOW, branch)


def titles(answer: Found) -> list[str]:
    return [hit.record.title for hit in answer.hits]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("红楼梦", "红楼梦"),
        ("紅樓夢", "红楼梦"),
        ("《红楼梦》", "红楼梦"),
        ("曹雪芹", "红楼梦"),
        ("hongloumeng", "红楼梦"),
        ("hlm", "红楼梦"),
        ("hlmyj", "红楼梦研究"),
        ("hl", "红楼梦"),
        ("yuhua", "许三观卖血记"),
        ("XIAN", "西安往事"),
        ("xianwangshi", "西安往事"),
        ("978-7-02-000220-7", "红楼梦"),
        ("7-02-000220-X", "红楼梦"),
        ("ISBN 9787020002207", "红楼梦"),
        ("10019·3456", "旧书"),
        ("I242.4", "红楼梦"),
        ("i247.57/l88", "平凡的世界"),
        ("I247", "平凡的世界"),
        ("范晔", "百年孤独"),
        ("马尔克斯", "百年孤独"),
        ("家", "家"),
        ("Ｐｙｔｈｏｎ", "Python编程"),
        ("程序设计", "Python编程"),
        ("true story", "阿Q正传"),
        ("阿q", "阿Q正传"),
        ("余华 活着", "活着"),
        ("eric matthes", "Python编程"),
    ],
)
def test_readers_write_it_in_many_ways(shelf: Desk, said: str, first: str) -> None:
    answer = found(shelf, said)
    assert (answer.how, titles(answer)[:1]) == (How.EXACT, [first])


@pytest.mark.parametrize(
    ("said", "how", "first", "meant"),
    [
        ("活着余华", How.SPLIT, "活着", "活着 余华"),
        ("余华活着", How.SPLIT, "活着", "活着 余华"),
        ("路遥的平凡的世界", How.SPLIT, "平凡的世界", "平凡的世界 路遥"),
        ("百年孤毒", How.SOUND, "百年孤独", "百年孤独"),
        ("红搂梦", How.SOUND, "红楼梦", "红楼梦"),
        ("平凡滴世界", How.TYPO, "平凡的世界", "平凡的世界"),
        ("红x梦", How.TYPO, "红楼梦", "红楼梦"),
        ("红lou梦", How.SOUND, "红楼梦", "红楼梦"),
        ("许三观卖面记", How.TYPO, "许三观卖血记", "许三观卖血记"),
        ("加西亚马尔克丝", How.SOUND, "百年孤独", "加西亚·马尔克斯"),
        ("三观卖血", How.EXACT, "许三观卖血记", "三观卖血"),
    ],
)
def test_one_wrong_letter_is_forgiven_and_named(
    shelf: Desk, said: str, how: How, first: str, meant: str
) -> None:
    answer = found(shelf, said)
    assert (answer.how, titles(answer)[:1], answer.meant) == (how, [first], meant)


@pytest.mark.parametrize("said", ["量子纠缠", "zzz", "九龙", "", "？？", "《》", "9787111111115"])
def test_what_is_not_there_is_not_made_up(shelf: Desk, said: str) -> None:
    answer = found(shelf, said)
    assert (answer.how in (How.NONE, How.EXACT), answer.total, answer.hits) == (True, 0, ())


def test_near_titles_stand_in_for_a_longer_name_that_is_not_there(shelf: Desk) -> None:
    answer = found(shelf, "红楼梦研究大全集")
    assert (answer.how, "红楼梦研究" in titles(answer)) == (How.NEAR, True)


@pytest.mark.parametrize(
    ("said", "title"), [("英文版的百年孤独", "百年孤独"), ("讲巴金的小说", "家"), ("注音版家", "")]
)
def test_a_name_inside_a_longer_question_is_near(shelf: Desk, said: str, title: str) -> None:
    assert "".join(titles(found(shelf, said))[:1]) == title


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("红楼梦", True),
        ("余华", True),
        ("hlm", True),
        ("hongloumeng", True),
        ("余华 活着", True),
        ("9787020002207", True),
        ("红楼", False),
        ("三观卖血", False),
        ("hl", False),
        ("红楼 余华", False),
    ],
)
def test_a_whole_name_is_told_from_words_in_one(shelf: Desk, said: str, named: bool) -> None:
    assert found(shelf, said).named is named


def test_the_title_itself_stands_before_titles_that_hold_it(shelf: Desk) -> None:
    assert titles(found(shelf, "红楼梦")) == ["红楼梦", "红楼梦研究"]


def test_a_branch_keeps_only_titles_with_a_copy_there(shelf: Desk) -> None:
    assert titles(found(shelf, "余华", "kids")) == ["许三观卖血记"]


def test_a_title_of_another_branch_is_shown_as_such(shelf: Desk) -> None:
    answer = found(shelf, "活着", "kids")
    assert (answer.how, titles(answer)) == (How.ELSEWHERE, ["活着"])


def test_an_empty_catalogue_finds_nothing() -> None:
    desk = a_desk()
    assert (found(desk, "红楼梦").total, found(desk, "hlm").total) == (0, 0)


def test_a_title_opens_by_its_number(shelf: Desk) -> None:
    hit = found(shelf, "活着").hits[0]
    assert shelf.search.title(hit.number) == replace(hit.record)


def test_a_number_that_is_gone_is_not_found(shelf: Desk) -> None:
    with pytest.raises(NotFound):
        shelf.search.title(123)


@pytest.mark.parametrize(
    "said", ["红楼梦", "百年孤毒", "路遥的平凡的世界", "平凡滴世界", "hlm", "人"]
)
def test_a_warm_search_is_two_reads(shelf: Desk, said: str) -> None:
    blobs, search = shelf.blobs, shelf.search
    search.find("家", 0, NOW)
    assert isinstance(blobs, FakeBlobs)
    before = blobs.fetches
    search.find(said, 0, NOW)
    assert blobs.fetches - before <= 2


def many(count: int) -> list[Record]:
    return [a_record(f"小说{n}", id=f"n{n}", authors=("甲乙",)) for n in range(count)]


def test_a_process_that_knows_the_old_layout_finds_what_has_moved() -> None:
    desk = a_catalogue(*SHELF)
    search = desk.search
    search.find("红楼梦", 0, NOW)
    desk.take_in(as_jsonl(many(600)))
    desk.take_in(as_jsonl(many(1)))
    assert search.find("红楼梦", 0, NOW).total == 2


def test_new_titles_are_found_within_a_minute() -> None:
    desk = a_catalogue(*SHELF)
    search = desk.search
    search.find("红楼梦", 0, NOW)
    desk.take_in(as_jsonl(many(600)))
    assert search.find("小说", 0, NOW + timedelta(seconds=61)).total == 600


def test_a_branch_among_many_titles_says_that_only_the_best_were_looked_at() -> None:
    desk = a_catalogue(*(replace(one, copies=(Copy("main"),)) for one in many(100)))
    answer = found(desk, "小说", "main")
    assert (answer.total, answer.at_least, answer.has_next) == (60, True, True)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.integers(0, 30), st.sampled_from(["", "main", "x"]))
def test_no_words_break_the_search(shelf: Desk, said: str, page: int, branch: str) -> None:
    answer = shelf.search.find(said, page, NOW, branch)
    assert len(answer.hits) <= 5


@settings(max_examples=200, deadline=None)
@given(st.text("红楼梦家余华hlmx12 的·.-xX97", max_size=20), st.integers(0, 3))
def test_no_near_words_break_the_search(shelf: Desk, said: str, page: int) -> None:
    answer = shelf.search.find(said, page, NOW)
    assert len(answer.hits) <= 5


def test_what_is_found_tells_when_it_was_copied() -> None:
    desk = a_catalogue(a_record("活着"))
    assert desk.search.find("活着", 0, NOW).copied == NOW
