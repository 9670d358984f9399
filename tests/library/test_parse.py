"""The library's file: what it says, and what is said about its mistakes."""

from pathlib import Path
from typing import Any

import pytest

from chalicelib.errors import NotFound
from chalicelib.library.fields import Unreadable
from chalicelib.library.model import Library, Override, Span
from chalicelib.library.parse import library_of, parse_overrides
from chalicelib.library.written import load_yaml
from tests.library.factories import DEMO, a_file, a_library, parse_library


def _problems(held: Any) -> str:
    with pytest.raises(Unreadable) as found:
        library_of(held)
    return str(found.value)


def test_the_demo_library_reads_whole(demo: Library) -> None:
    assert demo.name == "临江市图书馆"
    assert [b.id for b in demo.branches] == [
        "main", "kids", "oldtown", "campus", "jiangnan", "railway",
    ]  # fmt: skip
    assert demo.branch("oldtown").week[1] == ()
    assert demo.branch("kids").week[6] == (Span(540, 1080),)
    assert demo.holidays.open_branches == ("main", "kids", "campus")
    assert demo.holidays.others_closed_first_day
    assert demo.complaint_reply_workdays == 5
    assert demo.reader_types[0].max_items == 15
    assert demo.main.place == (31.3352, 118.3621)
    assert len(demo.self_service) == 3


def test_desk_hours_are_read_from_words(demo: Library) -> None:
    assert demo.desk_week[0] == ()
    assert set(demo.desk_week[1:]) == {(Span(540, 1050),)}


def test_keys_nobody_knows_are_kept(demo: Library) -> None:
    assert demo.held["services"]["wifi"]["ssid"] == "LJ-Library"


def test_a_branch_that_does_not_exist_is_not_found(demo: Library) -> None:
    with pytest.raises(NotFound):
        demo.branch("moon")


def test_a_library_needs_little() -> None:
    library = a_library()
    assert library.main.called == "东湖县图书馆"
    assert library.desk_week == library.main.week


def test_every_mistake_is_named_by_its_place() -> None:
    held = a_file(
        {"id": "A b", "name": "总馆", "hours": {"mon": "9点到5点"}, "lat": 300, "lon": 5},
        {"id": "x", "hours": "周二至周日 9:00-17:00"},
    )
    said = _problems(held)
    assert "branches[1].id：“A b”不能作编号" in said
    assert "branches[1].hours.mon：“9点到5点”不是时间" in said
    assert "branches[1].hours.tue：缺少这一项" in said
    assert "branches[1].lat：经纬度不对" in said
    assert "branches[2].name：缺少这一项" in said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"branches": []}, "至少要有一个馆"),
        ({"branches": "总馆"}, "branches：这里应当是一个列表"),
        ({"branches": ["总馆"]}, "branches[1]：这里应当是"),
        ({"library": {"id": "a", "name": "馆", "timezone": "Mars/Sea"}}, "没有“Mars/Sea”这个时区"),
        ({"library": {"id": "a", "name": ["馆"]}}, "library.name：应当是一段文字"),
        ({"library": {"id": "a", "name": "馆", "phone_hours": "看心情"}}, "“看心情”看不懂"),
        ({"holiday_rule": {"others": "maybe"}}, "holiday_rule.others：“maybe”不行"),
        ({"holiday_rule": {"open_branches": ["moon"]}}, "没有编号为“moon”的馆"),
        ({"holiday_rule": {"holiday_hours": "17:00-10:00"}}, "关门时间不在开门时间之后"),
        ({"reader_types": [{"id": "a", "name": "证", "max_items": -1}]}, "应当是 0 以上的整数"),
        ({"services": 3}, "services：这里应当是"),
    ],
)  # fmt: skip
def test_a_mistake_is_explained(changed: dict[str, Any], said: str) -> None:
    assert said in _problems({**a_file(), **changed})


def test_a_branch_name_must_lead_to_one_branch() -> None:
    one = {"id": "a", "name": "东馆", "aliases": ["老馆"], "hours": "每天 9:00-17:00"}
    two = {"id": "b", "name": "西馆", "aliases": ["老馆"], "hours": "每天 9:00-17:00"}
    assert "“老馆”出现了两次" in _problems(a_file(one, two))


def test_a_branch_that_never_opens_is_a_mistake() -> None:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "closed")
    said = _problems(a_file({"id": "a", "name": "馆", "hours": week}))
    assert "一周里至少要有一天开放" in said


def test_text_that_is_no_yaml_is_told_with_its_line() -> None:
    with pytest.raises(Unreadable, match="第 2 行"):
        load_yaml("a: 1\n b: [")


def test_a_file_that_is_a_list_is_refused() -> None:
    with pytest.raises(Unreadable):
        parse_library("- 1")


def test_overrides_are_read(demo: Library) -> None:
    held = [
        {
            "first": "2026-12-01",
            "last": "2026-12-03",
            "branches": ["kids"],
            "hours": "闭馆",
            "note": "消防检修",
        }
    ]
    (override,) = parse_overrides(held, demo)
    assert isinstance(override, Override)
    assert override.spans == ()
    assert override.note == "消防检修"
    assert override.covers("kids", override.last)
    assert not override.covers("main", override.last)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([{"first": "明天", "hours": "closed"}], "“明天”不是日期"),
        ([{"first": "2026-12-02", "last": "2026-12-01", "hours": "closed"}], "早于开始日期"),
        ([{"hours": "closed"}], "overrides[1].first：缺少这一项"),
        ([{"first": "2026-12-02"}], "overrides[1].hours：缺少这一项"),
        ([{"first": "2026-12-02", "hours": "closed", "branches": ["moon"]}], "“moon”"),
    ],
)  # fmt: skip
def test_a_wrong_override_is_explained(held: Any, said: str, demo: Library) -> None:
    with pytest.raises(Unreadable) as found:
        parse_overrides(held, demo)
    assert said in str(found.value)


def test_the_demo_file_is_where_it_should_be() -> None:
    assert Path(DEMO / "library.yaml").exists()


@pytest.mark.parametrize(
    "source",
    [
        "a: &a [*a]",
        "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
        "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
        "e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]",
        "[" * 30 + "]" * 30,
        "[" * 60_000,
        "- " * 60_000,
        "x0: &x0 {a: 1}\n"
        + "".join(f"x{n}: &x{n} {{<<: [*x{n - 1}, *x{n - 1}]}}\n" for n in range(1, 40)),
    ],
)
def test_a_file_that_grows_when_read_is_refused(source: str) -> None:
    with pytest.raises(Unreadable, match="太大"):
        load_yaml(source)


def test_a_day_that_does_not_exist_is_told_with_its_line() -> None:
    with pytest.raises(Unreadable, match="第 2 行：没有“2026-13-24”这一天"):
        load_yaml("circulation:\n  outages: [2026-13-24]\n")
